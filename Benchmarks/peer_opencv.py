"""OpenCV's YuNet and SFace on photographs: decode, detect, align, embed, compare with a gallery.

    peer_opencv.py --images DIR --detector FILE --embedder FILE
        [--detect-at PIXELS] [--threads N] [--repeat N]

`--detect-at` shrinks the photograph before detection so that its longer side has at most so many pixels, and
finds the landmarks in the photograph itself again; without it, detection runs at the photograph's size, as in
OpenCV's own sample.
"""

import cv2
import numpy

import peer

options = peer.arguments(images=None, repeat=1, detector=None, embedder=None, detect_at=0)
gallery = peer.unit_vectors(peer.GALLERY_SIZE, 128)


def prepare():
    global detector, embedder
    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(
        options.detector, "", (320, 320), score_threshold=0.6, nms_threshold=0.3)
    embedder = cv2.FaceRecognizerSF.create(options.embedder, "")


def identify(path):
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    height, width = image.shape[:2]
    scale = min(1, options.detect_at / max(height, width)) if options.detect_at else 1
    small = image
    if scale < 1:
        small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    detector.setInputSize((small.shape[1], small.shape[0]))
    faces = detector.detect(small)[1]
    if faces is None:
        return 0
    for face in faces:
        face[:14] /= scale
        embedding = embedder.feature(embedder.alignCrop(image, face))[0]
        numpy.argmax(gallery @ (embedding / numpy.linalg.norm(embedding)))
    return len(faces)


if __name__ == "__main__":
    peer.report(peer.measure(prepare, identify, options), version=cv2.__version__)
