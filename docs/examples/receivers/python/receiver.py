"""A receiver of Gridwatch incidents: verifies, answers repeats alike, ignores late versions, files a case.

pip install standardwebhooks cloudevents;  WEBHOOK_SECRET=whsec_... python receiver.py 9000
WEBHOOK_SECRET is the value in Gridwatch's secrets file, or two of them separated by a space while it is being
changed. The whole interface is docs/integrators.md.
"""

import json
import os
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

WEBHOOKS = [Webhook(secret) for secret in os.environ["WEBHOOK_SECRET"].split()]
answers: dict[str, dict] = {}  # webhook-id -> our answer; a database table in earnest, kept for a week
versions: dict[str, int] = {}  # incident id -> newest version we have seen
lock = Lock()


def verify(body: bytes, headers: dict[str, str]) -> None:
    """Believe it when one of our secrets signed these very bytes less than five minutes ago."""
    for webhook in WEBHOOKS[:-1]:
        with suppress(WebhookVerificationError):
            webhook.verify(body, headers, json_parse=False)
            return
    WEBHOOKS[-1].verify(body, headers, json_parse=False)


def take(message_id: str, headers: dict[str, str], body: bytes) -> dict:
    """File or update a case; the same message gets the same answer."""
    event = from_http_event(HTTPMessage(headers=headers, body=body))
    with lock:
        if message_id not in answers:
            incident, what = event.get_subject(), event.get_data()["properties"]
            answers[message_id] = {"code": 0}
            if not event.get_type().endswith(".test.v1"):  # a test is answered, and no case is filed
                if what["version"] > versions.get(incident, 0):
                    versions[incident] = what["version"]
                    place = event.get_data()["geometry"]["coordinates"]
                    matter, title = what["matter"]["code"], what["title"]["zh"]
                    print(event.get_type(), incident, matter, title, *place, flush=True)
                answers[message_id]["case_number"] = f"A-{list(versions).index(incident) + 1}"
        return answers[message_id]


class Receiver(BaseHTTPRequestHandler):
    """Answers each POST; anything but 2xx makes Gridwatch try again later."""

    def do_POST(self) -> None:
        """Look at nothing before its signature was verified over the raw bytes."""
        body = self.rfile.read(min(int(self.headers.get("content-length", 0)), 65536))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            verify(body, headers)
            status, answer = 200, take(headers["webhook-id"], headers, body)
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
