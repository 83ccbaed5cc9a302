"""An MJPEG camera over HTTP that films photographs: slow movement, changing light, noise, JPEG compression.

Usage: camera.py PORT_FILE PHOTOGRAPH...
Each client sees every photograph for some frames, again and again. Stops with its parent.
"""

import io
import math
import os
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image, ImageEnhance

FRAMES_PER_SECOND = 5
FRAMES_PER_PHOTOGRAPH = 15
WIDTH, HEIGHT = 640, 480


def scene(photograph: Image.Image) -> Image.Image:
    """The photograph as a camera at the wall would frame it: whole, on grey."""
    picture = photograph.convert("RGB")
    # Portraits are full length: the upper part holds the head.
    if picture.height > 1.5 * picture.width:
        picture = picture.crop((0, 0, picture.width, int(1.2 * picture.width)))
    picture.thumbnail((WIDTH, HEIGHT))
    frame = Image.new("RGB", (WIDTH, HEIGHT), (96, 96, 96))
    frame.paste(picture, ((WIDTH - picture.width) // 2, (HEIGHT - picture.height) // 2))
    return frame


def shots(frame: Image.Image, seed: int):
    """The same scene over time, never twice the same pixels."""
    chance = random.Random(seed)
    for number in range(FRAMES_PER_PHOTOGRAPH):
        phase = 2 * math.pi * number / FRAMES_PER_PHOTOGRAPH
        moved = frame.rotate(
            3 * math.sin(phase), resample=Image.BICUBIC, translate=(6 * math.cos(phase), chance.uniform(-3, 3)),
            fillcolor=(96, 96, 96))
        lit = ImageEnhance.Brightness(moved).enhance(1 + 0.2 * math.sin(phase + seed))
        output = io.BytesIO()
        lit.save(output, "JPEG", quality=chance.randint(60, 85))
        yield output.getvalue()


def stop_with_parent():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    port_file, paths = sys.argv[1], sys.argv[2:]
    films = [list(shots(scene(Image.open(path)), seed)) for seed, path in enumerate(paths)]
    blank = list(shots(Image.new("RGB", (WIDTH, HEIGHT), (96, 96, 96)), 99))

    class Camera(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            try:
                while True:
                    for film in films:
                        # People walk in and out: an empty room lies between two of them.
                        for jpeg in film + blank[:FRAMES_PER_SECOND * 2]:
                            self.wfile.write(
                                b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
                                + jpeg + b"\r\n")
                            time.sleep(1 / FRAMES_PER_SECOND)
            except OSError:
                pass  # the viewer hung up

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
    threading.Thread(target=stop_with_parent, daemon=True).start()
    with open(port_file + ".new", "w") as file:
        file.write(str(server.server_port))
    os.rename(port_file + ".new", port_file)
    server.serve_forever()


if __name__ == "__main__":
    main()
