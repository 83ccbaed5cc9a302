"""face_recognition with its default settings on photographs: decode, detect, landmarks, embed, compare.

    peer_face_recognition.py --images DIR

It works on one photograph at a time on one core; its command-line program uses more cores by starting more
processes.
"""

import importlib.metadata

import dlib
import face_recognition
import numpy

import peer

options = peer.arguments(images=None)
gallery = peer.unit_vectors(peer.GALLERY_SIZE, 128)


def identify(path):
    image = face_recognition.load_image_file(path)
    embeddings = face_recognition.face_encodings(image, face_recognition.face_locations(image))
    for embedding in embeddings:
        numpy.argmin(face_recognition.face_distance(gallery, embedding))
    return len(embeddings)


paths = peer.photographs(options.images)
version = f"{importlib.metadata.version('face_recognition')}, dlib {dlib.__version__}"
features = [name for name, used in (("BLAS", dlib.DLIB_USE_BLAS), ("AVX", dlib.USE_AVX_INSTRUCTIONS)) if used]
peer.report(peer.measure(identify, paths), version=version, dlib_uses=features, threads=1)
