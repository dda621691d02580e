import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of Gridwatch incidents: verifies, answers repeats alike, ignores late versions, files a case.
 *
 * <p>{@code WEBHOOK_SECRET=whsec_... java Receiver.java 9000} (Java 17). Standard library only. In earnest take
 * com.standardwebhooks:standardwebhooks for the signature, io.cloudevents:cloudevents-http-basic for the envelope
 * and Jackson for JSON; {@code verify} below is what the first one does, {@code Json} a reader just large enough
 * for this example. The whole interface is docs/integrators.md.
 */
public final class Receiver {
    private static final long TOLERANCE_S = 300;
    private static final int MOST = 65536;

    private final List<byte[]> keys = new ArrayList<>(); // two while the secret is being changed
    private final Map<String, String> answers = new HashMap<>(); // webhook-id -> our answer; a table in earnest
    private final Map<String, Long> versions = new LinkedHashMap<>(); // incident id -> newest version seen
    private final Map<String, String> numbers = new HashMap<>(); // incident id -> our case number

    /** Believes the bytes when one of our keys signed them less than five minutes ago. */
    private void verify(String id, String stamp, String signatures, byte[] body) throws GeneralSecurityException {
        if (id == null || signatures == null || stamp == null || !stamp.matches("\\d{1,12}")) {
            throw new SecurityException("webhook-id, webhook-timestamp or webhook-signature is missing");
        }
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(stamp)) > TOLERANCE_S) {
            throw new SecurityException("webhook-timestamp is too far from our clock");
        }
        for (byte[] key : keys) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + stamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] wanted = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes();
            for (String given : signatures.split(" ")) {
                if (MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted)) { // constant time
                    return;
                }
            }
        }
        throw new SecurityException("no signature fits");
    }

    /** Files or updates a case; the same message gets the same answer. */
    private synchronized String take(String id, byte[] body) {
        String known = answers.get(id);
        if (known != null) {
            return known;
        }
        Object event = new Json(new String(body, StandardCharsets.UTF_8)).value();
        String type = (String) Json.at(event, "type");
        String incident = (String) Json.at(event, "subject");
        String answer = "{\"code\":0}";
        if (!type.endsWith(".test.v1")) { // a test is answered, and no case is filed
            long version = ((Double) Json.at(event, "data.properties.version")).longValue();
            if (version > versions.getOrDefault(incident, 0L)) {
                versions.put(incident, version);
                numbers.computeIfAbsent(incident, one -> "A-" + (numbers.size() + 1));
                List<?> place = (List<?>) Json.at(event, "data.geometry.coordinates");
                System.out.println(String.join(" ", type, incident,
                        (String) Json.at(event, "data.properties.matter.code"),
                        (String) Json.at(event, "data.properties.title.zh"),
                        place.get(0).toString(), place.get(1).toString()));
            }
            answer = "{\"code\":0,\"case_number\":\"" + numbers.get(incident) + "\"}";
        }
        answers.put(id, answer);
        return answer;
    }

    /** Answers each POST; anything but 2xx makes Gridwatch try again later. */
    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST);
        var headers = exchange.getRequestHeaders();
        String id = headers.getFirst("webhook-id");
        int status = 200;
        String answer;
        try {
            verify(id, headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), body);
            answer = take(id, body);
        } catch (GeneralSecurityException | RuntimeException error) {
            status = 401;
            answer = "{\"code\":1,\"message\":\"not believed\"}";
        }
        byte[] text = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    public static void main(String[] arguments) throws IOException {
        Receiver receiver = new Receiver();
        for (String secret : System.getenv("WEBHOOK_SECRET").trim().split("\\s+")) {
            receiver.keys.add(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")));
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/", receiver::handle);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    /** Reads JSON into maps, lists, strings, doubles, booleans and null; throws on what is none. */
    private static final class Json {
        private final String text;
        private int here;

        Json(String text) {
            this.text = text;
        }

        static Object at(Object value, String path) {
            for (String name : path.split("\\.")) {
                value = ((Map<?, ?>) value).get(name);
            }
            return value;
        }

        Object value() {
            switch (next()) {
                case '{': {
                    Map<String, Object> found = new LinkedHashMap<>();
                    for (char c = next(); c != '}'; c = next()) {
                        if (c == ',') {
                            continue;
                        }
                        String name = string();
                        if (next() != ':') {
                            throw new IllegalArgumentException("no colon at " + here);
                        }
                        found.put(name, value());
                    }
                    return found;
                }
                case '[': {
                    List<Object> found = new ArrayList<>();
                    for (char c = next(); c != ']'; c = next()) {
                        if (c != ',') {
                            here--;
                            found.add(value());
                        }
                    }
                    return found;
                }
                case '"':
                    return string();
                default:
                    here--;
                    int start = here;
                    while (here < text.length() && "{}[],: \n\r\t\"".indexOf(text.charAt(here)) < 0) {
                        here++;
                    }
                    String word = text.substring(start, here);
                    return switch (word) {
                        case "true" -> Boolean.TRUE;
                        case "false" -> Boolean.FALSE;
                        case "null" -> null;
                        default -> Double.valueOf(word);
                    };
            }
        }

        private char next() {
            while (Character.isWhitespace(text.charAt(here))) {
                here++;
            }
            return text.charAt(here++);
        }

        private String string() { // its opening quote has been read
            StringBuilder found = new StringBuilder();
            for (char c = text.charAt(here++); c != '"'; c = text.charAt(here++)) {
                if (c == '\\') {
                    c = text.charAt(here++);
                    if (c == 'u') {
                        c = (char) Integer.parseInt(text.substring(here, here + 4), 16);
                        here += 4;
                    } else {
                        int known = "bfnrt".indexOf(c);
                        c = known < 0 ? c : "\b\f\n\r\t".charAt(known);
                    }
                }
                found.append(c);
            }
            return found.toString();
        }
    }
}
