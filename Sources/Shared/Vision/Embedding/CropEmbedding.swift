/// What the network made of one crop.
package struct CropEmbedding: Sendable {
    /// A vector of length 1.
    package let values: [Float]
    /// Its length as the network gave it (the mean of both passes'): the less of a face the network recognises, the
    /// shorter (Meng et al., "MagFace", CVPR 2021). Comparable within one model.
    package let length: Float
}
