import Crypto
import Foundation
import Testing

struct TextFormsTests {
    @Test func hexGoesThereAndBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode("00fFAb") == [0, 255, 171])
        #expect(Hex.encode([]) == "" && Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "00 11", "zz", "00:11", "é0"])
    func badHexIsRefused(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func base64AgreesWithFoundationForEveryRemainder() {
        for count in 0..<70 {
            let bytes = SecureRandom.bytes(count)
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == text)
            #expect(Base64.decode(text) == bytes)
            let safe = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            #expect(Base64.encodeURL(bytes) == safe)
            #expect(Base64.decodeURL(safe) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AAA=A", "AA==\n", " AA==", "A A==", "AB==", "!!!!", "AA=A", "AAAAA===",
    ])
    func badBase64IsRefused(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func theURLFormRefusesPaddingAndTheOtherAlphabet() {
        #expect(Base64.decodeURL("AA==") == nil)
        #expect(Base64.decodeURL("+/+/") == nil)
        #expect(Base64.decode("-_-_") == nil)
    }

    @Test func vectorsSurviveBitForBit() {
        let vector: [Float] = [0, -0.0, 1, -1.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1]
        let decoded = Base64.decodeVector(Base64.encode(vector), dimension: vector.count)
        #expect(decoded?.map(\.bitPattern) == vector.map(\.bitPattern))
        #expect(Base64.encode([Float(1)]) == "AACAPw==")
    }

    @Test func vectorsOfAnotherSizeOrWithoutMeaningAreRefused() {
        let text = Base64.encode([Float](repeating: 0.5, count: 128))
        #expect(Base64.decodeVector(text, dimension: 128) != nil)
        #expect(Base64.decodeVector(text, dimension: 127) == nil)
        #expect(Base64.decodeVector(text, dimension: 129) == nil)
        #expect(Base64.decodeVector("", dimension: 0) == nil)
        #expect(Base64.decodeVector(Base64.encode([1, Float.nan]), dimension: 2) == nil)
        #expect(Base64.decodeVector(Base64.encode([1, Float.infinity]), dimension: 2) == nil)
    }
}
