// A receiver of Gridwatch incidents: verifies, answers repeats alike, ignores late versions, files a case.
//
//	WEBHOOK_SECRET=whsec_... go run receiver.go 9000
//
// Standard library only. In earnest take github.com/standard-webhooks/standard-webhooks/libraries/go for the
// signature and github.com/cloudevents/sdk-go/v2 for the envelope; `verify` below is what the first one does.
// The whole interface is docs/integrators.md.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const toleranceS = 300

type event struct {
	Type    string `json:"type"`
	Subject string `json:"subject"`
	Data    struct {
		Geometry   struct{ Coordinates []float64 } `json:"geometry"`
		Properties struct {
			Version int
			Matter  struct{ Code string }
			Title   struct{ Zh string }
		} `json:"properties"`
	} `json:"data"`
}

type receiver struct {
	keys     [][]byte          // two while the secret is being changed
	mutex    sync.Mutex        // guards what follows; database tables in earnest
	answers  map[string][]byte // webhook-id -> our answer, kept for a week
	versions map[string]int    // incident id -> newest version we have seen
	numbers  map[string]string // incident id -> our case number
}

// verify believes the bytes when one of our keys signed them less than five minutes ago.
func (r *receiver) verify(header http.Header, body []byte) error {
	id, stamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if id == "" || err != nil {
		return errors.New("webhook-id or webhook-timestamp is missing")
	}
	if age := time.Now().Unix() - seconds; age > toleranceS || age < -toleranceS {
		return errors.New("webhook-timestamp is too far from our clock")
	}
	for _, key := range r.keys {
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.", id, stamp)
		mac.Write(body)
		wanted := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		for _, given := range strings.Fields(header.Get("webhook-signature")) {
			if hmac.Equal([]byte(given), []byte(wanted)) {
				return nil
			}
		}
	}
	return errors.New("no signature fits")
}

// take files or updates a case; the same message gets the same answer.
func (r *receiver) take(id string, body []byte) ([]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if answer, known := r.answers[id]; known {
		return answer, nil
	}
	var got event
	if err := json.Unmarshal(body, &got); err != nil {
		return nil, err
	}
	answer := map[string]any{"code": 0}
	if !strings.HasSuffix(got.Type, ".test.v1") { // a test is answered, and no case is filed
		what := got.Data.Properties
		if what.Version > r.versions[got.Subject] {
			r.versions[got.Subject] = what.Version
			if r.numbers[got.Subject] == "" {
				r.numbers[got.Subject] = fmt.Sprintf("A-%d", len(r.numbers)+1)
			}
			place := got.Data.Geometry.Coordinates
			fmt.Println(got.Type, got.Subject, what.Matter.Code, what.Title.Zh, place[0], place[1])
		}
		answer["case_number"] = r.numbers[got.Subject]
	}
	r.answers[id], _ = json.Marshal(answer)
	return r.answers[id], nil
}

// ServeHTTP answers each POST; anything but 2xx makes Gridwatch try again later.
func (r *receiver) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(writer, request.Body, 65536))
	if err == nil {
		err = r.verify(request.Header, body)
	}
	var answer []byte
	if err == nil {
		answer, err = r.take(request.Header.Get("webhook-id"), body)
	}
	writer.Header().Set("content-type", "application/json")
	if err != nil {
		writer.WriteHeader(http.StatusUnauthorized)
		answer, _ = json.Marshal(map[string]any{"code": 1, "message": err.Error()})
	}
	writer.Write(answer)
}

func main() {
	r := &receiver{answers: map[string][]byte{}, versions: map[string]int{}, numbers: map[string]string{}}
	for _, secret := range strings.Fields(os.Getenv("WEBHOOK_SECRET")) {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			fmt.Fprintln(os.Stderr, "WEBHOOK_SECRET is no whsec_<base64>")
			os.Exit(1)
		}
		r.keys = append(r.keys, key)
	}
	if len(r.keys) == 0 || len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: WEBHOOK_SECRET=whsec_... receiver PORT")
		os.Exit(1)
	}
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("listening on", listener.Addr().(*net.TCPAddr).Port)
	server := &http.Server{Handler: r, ReadTimeout: 20 * time.Second, WriteTimeout: 20 * time.Second}
	fmt.Fprintln(os.Stderr, server.Serve(listener))
}
