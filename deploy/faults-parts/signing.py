"""A node's side of the protocol, written anew after docs/PROTOCOL.md: Ed25519 (RFC 8032, section 5.1) with Python's own
integers, and pushes that a node of ours would never send."""

import base64
import hashlib
import json
import time
import uuid

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def _add(a, b):
    """Extended coordinates (X, Y, Z, T)."""
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    r, s = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = q - p, s - r, s + r, q + p
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


def _base():
    y = 4 * pow(5, -1, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    x = P - x if x & 1 else x
    return x, y, 1, x * y % P


BASE = _base()


def _compressed(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _expanded(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & ((1 << 254) - 8) | 1 << 254, digest[32:]


def public_key(seed):
    return _compressed(_times(_expanded(seed)[0], BASE))


def sign(seed, message):
    number, prefix = _expanded(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ORDER
    point = _compressed(_times(r, BASE))
    h = int.from_bytes(hashlib.sha512(point + public_key(seed) + message).digest(), "little") % ORDER
    return point + ((r + h * number) % ORDER).to_bytes(32, "little")


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Pen:
    """Writes requests in the name of a joined node, with its key, in a lineage of its own."""

    def __init__(self, node):
        row = node.query("SELECT id, room, seed FROM node")[0]
        self.node, self.room, self.seed = str(uuid.UUID(bytes=row[0])), row[1], row[2]
        self.lineage = str(uuid.uuid4())
        self.instance = str(uuid.uuid4())

    def authorization(self, method, target, body, seed=None):
        now = int(time.time() * 1000)
        digest = hashlib.sha256(body).hexdigest()
        text = f"rollcall request 2\n{self.node}\n{now}\n{method}\n{target}\n{digest}\n"
        return f"Rollcall 2 {self.node} {now} {url64(sign(seed or self.seed, text.encode()))}"

    def event(self, sequence):
        return json.dumps({"event": {
            "at": self.at(), "id": str(uuid.uuid4()), "room": self.room, "observation": {
                "kind": "unknown", "face": str(uuid.uuid4()), "frames": 1, "model": "0" * 64, "nearest": 0.1}},
            "seq": sequence}, sort_keys=True).encode()

    @staticmethod
    def at():
        return {"boot": "pen", "since_boot": 1000, "wall": int(time.time() * 1000)}

    def batch(self, lines, **changes):
        header = {
            "v": 2, "lineage": self.lineage, "first": 1, "last": len(lines), "oldest": 1, "prev": "0" * 64,
            "instance": self.instance, "acknowledged_seen": 0, "erasures": 0, "at": self.at(), **changes}
        return b"\n".join([json.dumps(header, sort_keys=True).encode(), *lines]) + b"\n"

    def push(self, impostor_or_hub, body, sent=None, seed=None, **headers):
        """(status, JSON) of a push whose signature is over `body`, while `sent` (the same by default) goes out."""
        authorization = self.authorization("POST", "/v1/push", body, seed)
        answer = impostor_or_hub.send((
            "POST", "/v1/push",
            {"Authorization": authorization, "Content-Type": "application/x-ndjson", **headers},
            body if sent is None else sent))
        try:
            return answer[0], json.loads(answer[2])
        except ValueError:
            return answer[0], {}


def self_test():
    """RFC 8032, section 7.1, test 2."""
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    wanted = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    assert sign(seed, b"\x72").hex() == wanted, "this file's Ed25519 is wrong"
