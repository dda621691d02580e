"""A receiver of Gridwatch incidents: verifies, answers repeats alike, ignores late versions, files a case.

pip install standardwebhooks;  WEBHOOK_SECRET=whsec_... python examples/receiver.py 9000
WEBHOOK_SECRET is the value in Gridwatch's secrets file; the whole interface is docs/integrators.md.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SECRET = os.environ["WEBHOOK_SECRET"]
answers: dict[str, dict] = {}  # webhook-id -> our answer; a database table in earnest
versions: dict[str, int] = {}  # incident id -> newest version we have seen
lock = Lock()


def take(message_id: str, event: dict) -> dict:
    """File or update a case; the same message gets the same answer."""
    with lock:
        if message_id not in answers:
            incident, what = event["subject"], event["data"]["properties"]
            if what["version"] > versions.get(incident, 0):
                versions[incident] = what["version"]
                place = event["data"]["geometry"]["coordinates"]
                print(
                    event["type"], incident, what["matter"]["code"], what["title"]["zh"], *place, flush=True
                )
            number = list(versions).index(incident) + 1
            answers[message_id] = {"code": 0, "case_number": f"A-{number}"}
        return answers[message_id]


class Receiver(BaseHTTPRequestHandler):
    """Answers each POST; anything but 2xx makes Gridwatch try again later."""

    def do_POST(self) -> None:
        """Believe nothing before its signature was verified over the raw bytes."""
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), 65536))
        try:
            Webhook(SECRET).verify(body, dict(self.headers.items()), json_parse=False)
            status, answer = 200, take(self.headers["webhook-id"], json.loads(body))
        except (WebhookVerificationError, ValueError) as error:
            status, answer = 401, {"code": 1, "message": str(error)}
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Receiver)  # noqa: S104 - the city calls from outside
print("listening on", server.server_port, flush=True)
server.serve_forever()
