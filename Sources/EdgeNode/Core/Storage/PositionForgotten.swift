/// An erasure took everything that was pulled, after the hub was asked what follows: it is pulled from the beginning.
struct PositionForgotten: Error {}
