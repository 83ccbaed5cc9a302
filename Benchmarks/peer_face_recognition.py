"""face_recognition with its default settings on photographs: decode, detect, landmarks, embed, compare.

    peer_face_recognition.py --images DIR [--threads N] [--repeat N]
"""

import importlib.metadata

import dlib
import face_recognition
import numpy

import peer

options = peer.arguments(images=None, repeat=1)
gallery = peer.unit_vectors(peer.GALLERY_SIZE, 128)


def prepare():
    """It loads its networks when it is imported."""


def identify(path):
    image = face_recognition.load_image_file(path)
    embeddings = face_recognition.face_encodings(image, face_recognition.face_locations(image))
    for embedding in embeddings:
        numpy.argmin(face_recognition.face_distance(gallery, embedding))
    return len(embeddings)


if __name__ == "__main__":
    peer.report(
        peer.measure(prepare, identify, options), version=importlib.metadata.version("face_recognition"),
        dlib=dlib.__version__, dlib_uses_blas=dlib.DLIB_USE_BLAS, dlib_uses_avx=dlib.USE_AVX_INSTRUCTIONS)
