"""A small OpenID Connect issuer on loopback: discovery, keys, a sign-in that asks nothing, tokens."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CLIENT, CLIENT_SECRET = "milepost", "s3cret"


class Issuer:
    """Signs in whoever `person` is. `claims` override what the ID token says, `key` and `algorithm` sign it.

    `metadata` overrides what it says of itself; `user_info` is told at an address of its own.
    """

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.person: dict[str, Any] = {"sub": "1", "email": "dana@acorn.example", "email_verified": True}
        self.claims: dict[str, Any] = {}
        self.issuer_name = self.url
        self.algorithm = "RS256"
        self.new_key("first")
        self.key: Any = self.published
        self.asked: dict[str, dict[str, str]] = {}
        self.key_reads = 0
        self.metadata: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        server.expect_request("/.well-known/openid-configuration").respond_with_handler(self._metadata)
        server.expect_request("/keys").respond_with_handler(self._keys)
        server.expect_request("/me").respond_with_handler(self._user_info)
        server.expect_request("/authorize").respond_with_handler(self._authorize)
        server.expect_request("/token", method="POST").respond_with_handler(self._token)

    def new_key(self, name: str) -> None:
        """What the issuer publishes, and signs with, from now on."""
        self.published = self.key = RSAKey.generate_key(2048, {"kid": name, "use": "sig"})

    def _metadata(self, request: Request) -> Response:
        told = {
            "issuer": self.issuer_name,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return Response(json.dumps(told | self.metadata), content_type="application/json")

    def _user_info(self, request: Request) -> Response:
        status = 200 if request.headers.get("authorization") == "Bearer a" else 401
        return Response(json.dumps(self.user_info), status, content_type="application/json")

    def _keys(self, request: Request) -> Response:
        self.key_reads += 1
        return Response(json.dumps(KeySet([self.published]).as_dict(private=False)), content_type="application/json")

    def _authorize(self, request: Request) -> Response:
        code = f"code-{len(self.asked)}"
        self.asked[code] = dict(request.args)
        back = urlencode({"code": code, "state": request.args["state"]})
        return Response("", 302, {"location": f"{request.args['redirect_uri']}?{back}"})

    def _token(self, request: Request) -> Response:
        asked = self.asked.pop(request.form["code"], None)  # a code works once
        proof = urlsafe_b64encode(sha256(request.form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        basic = request.authorization
        is_client = basic is not None and (basic.username, basic.password) == (CLIENT, CLIENT_SECRET)
        if (
            asked is None
            or not is_client
            or asked["code_challenge"] != proof
            or asked["code_challenge_method"] != "S256"
        ):
            return Response(json.dumps({"error": "invalid_grant"}), 400, content_type="application/json")
        now = int(time.time())
        claims = {"iss": self.issuer_name, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {**claims, **self.person, **self.claims}
        token = {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": self._signed(claims)}
        return Response(json.dumps(token), content_type="application/json")

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."
        key = OctKey.import_key(CLIENT_SECRET * 8) if self.algorithm == "HS256" else self.key
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, key, algorithms=[self.algorithm])
