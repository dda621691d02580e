"""Which login to show next: HTTP digest, then WS-UsernameToken, each at most once until it is accepted.

Pure state of one conversation with one device. Cameras lock an account after five to seven refusals, so
what we may show is counted here and nowhere else. A login that was accepted may be shown again with every
request, and once more with a new nonce when the device wants one.
"""

from __future__ import annotations

from enum import StrEnum

from core.errors import LookError
from core.look import LookFailureKind
from core.secrets import Credential
from ingest.access import LoginKind, LoginRefused
from ingest.onvif.digest import Challenge


class Proof(StrEnum):
    """What goes with a request."""

    NONE = "none"
    DIGEST = "digest"
    TOKEN = "wsse"  # noqa: S105 - the name of a kind of login


class Login:
    """Decides, request by request; the conversation carries it out."""

    def __init__(self, credential: Credential | None, *, remembered: LoginKind | None = None) -> None:
        self.credential = credential
        self.challenge: Challenge | None = None  # what a digest answers
        self.used = 0  # how often the challenge's nonce was used
        self._remembered = remembered
        self._accepted: Proof | None = None
        self._shown: set[Proof] = set()  # shown and not accepted: the attempts that count against us
        self._renewed = False

    @property
    def kind(self) -> LoginKind:
        """What the device accepted; "none" while nothing had to be shown."""
        return self._accepted.value if self._accepted else "none"

    @property
    def unproven(self) -> bool:
        """Whether the next proof is shown for the first time."""
        return self._accepted is None

    def first(self) -> Proof:
        """Return what to send a request with at first."""
        if self._accepted is not None:
            return self._accepted
        if self._remembered == "wsse" and self.credential is not None and Proof.TOKEN not in self._shown:
            return self._show(Proof.TOKEN)
        return Proof.NONE  # a digest needs the device's challenge first

    def accepted(self, proof: Proof) -> None:
        """The device answered a request sent with `proof`."""
        self._renewed = False
        if proof is not Proof.NONE:
            self._accepted = proof

    def refused(self, proof: Proof, challenge: Challenge | None, *, where: str, told: str = "") -> Proof:
        """The device refused a request sent with `proof`: return what to try next.

        Raises:
            LookError: NO_CREDENTIAL, or LoginRefused when there is nothing left that may be shown.
        """
        if self.credential is None:
            raise LookError(
                LookFailureKind.NO_CREDENTIAL, f"{where} wants a login and none is configured for the camera"
            )
        if self._accepted is not None:
            return self._renew(proof, challenge, where=where, told=told)
        if challenge is not None and Proof.DIGEST not in self._shown:
            self.challenge, self.used = challenge, 0
            return self._show(Proof.DIGEST)
        if Proof.TOKEN not in self._shown:
            return self._show(Proof.TOKEN)
        raise LoginRefused(f"{where} refused the login{told}", attempts=len(self._shown))

    def _renew(self, proof: Proof, challenge: Challenge | None, *, where: str, told: str) -> Proof:
        new_nonce = (
            proof is Proof.DIGEST
            and challenge is not None
            and (challenge.stale or self.challenge is None or challenge.nonce != self.challenge.nonce)
        )
        if new_nonce and not self._renewed:
            self.challenge, self.used, self._renewed = challenge, 0, True
            return Proof.DIGEST
        raise LoginRefused(f"{where}: the login is right, but may not do this{told}", attempts=0)

    def _show(self, proof: Proof) -> Proof:
        self._shown.add(proof)
        return proof
