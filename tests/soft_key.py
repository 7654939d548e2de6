"""A passkey in software, for tests without a browser: makes a key and answers what a page asks of it."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

__all__ = ["SoftKey"]

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key for one address; ``verified``: whether it asks its owner for a finger or a PIN."""

    origin: str = "http://localhost"
    verified: bool = True
    owner: str = ""
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: os.urandom(16))

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _authenticator_data(self, rp: str, more: int = 0, attested: bytes = b"") -> bytes:
        flags = PRESENT | (VERIFIED if self.verified else 0) | more
        return hashlib.sha256(rp.encode()).digest() + struct.pack(">BI", flags, 1) + attested

    def make(self, asked: dict[str, Any]) -> str:
        """What a browser sends for ``creation_options``."""
        options = asked["publicKey"]
        self.owner = options["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + struct.pack(">H", len(self.number)) + self.number + public
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._authenticator_data(options["rp"]["id"], ATTESTED, attested),
        }
        response = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": websafe_encode(cbor.encode(attestation)),
        }
        return self._sent(response, {"credProps": {"rk": True}})

    def answer(self, asked: dict[str, Any]) -> str:
        """What a browser sends for ``request_options``."""
        options = asked["publicKey"]
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._authenticator_data(options["rpId"])
        signed = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": self.owner,
        }
        return self._sent(response, {})

    def _sent(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        number = websafe_encode(self.number)
        return json.dumps(
            {
                "type": "public-key",
                "id": number,
                "rawId": number,
                "response": response,
                "clientExtensionResults": extensions,
            }
        )
