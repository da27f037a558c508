"""Cookies and forms are signed with the newest key and taken with every key in its grace, as the ring is now."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from tracker import clock, keys


class SignedCookies(SecureCookieSessionInterface):
    """The session cookie of Flask, and the signature of its forms, with the key ring instead of one key."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Bring the keys of ``app`` up to date; the session of a request is opened before anything else is done."""
        *former, newest = keys.ring().taken_at(clock.now())
        app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = newest, former
        app.config["WTF_CSRF_SECRET_KEY"] = [f"forms:{key}" for key in (*former, newest)]
        return super().get_signing_serializer(app)
