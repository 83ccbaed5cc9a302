import Glibc

/// The 4 or 16 bytes of an IPv4 or IPv6 address; nil for a host name.
func numericAddress(_ text: String) -> [UInt8]? {
    var short = in_addr()
    if inet_pton(AF_INET, text, &short) == 1 { return withUnsafeBytes(of: &short, Array.init) }
    var long = in6_addr()
    if inet_pton(AF_INET6, text, &long) == 1 { return withUnsafeBytes(of: &long, Array.init) }
    return nil
}
