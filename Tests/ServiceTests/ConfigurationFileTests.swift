import Foundation
import Service
import TestSupport
import Testing

private struct Settings: Codable, Equatable {
    struct Hub: Codable, Equatable {
        var address: String
        var port: Int
        var note: String?
    }

    var hub: Hub
    var rooms: [Hub]?
    var ratio: Double?
    var on: Bool?
}

struct ConfigurationFileTests {
    private func load(_ text: String) async throws -> Settings {
        try await Fixtures.withTemporaryFolder { folder in
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/c.json"))
            return try ConfigurationFile.load(folder + "/c.json")
        }
    }

    @Test func settingsAreRead() async throws {
        let settings = try await load(
            #"{"hub": {"address": "h", "port": 1, "note": null}, "rooms": [], "on": true, "ratio": 2}"#)
        #expect(settings == Settings(hub: .init(address: "h", port: 1), rooms: [], ratio: 2, on: true))
    }

    @Test(arguments: [
        (#"{}"#, "hub: the setting is missing"),
        (#"{"hub": {"address": "h"}}"#, "hub.port: the setting is missing"),
        (#"{"hub": {"address": "h", "port": "1"}}"#, "hub.port: wanted a whole number"),
        (#"{"hub": {"address": 1, "port": 1}}"#, "hub.address: wanted a text"),
        (#"{"hub": {"address": null, "port": 1}}"#, "hub.address: wanted a text, not null"),
        (#"{"hub": []}"#, "hub: wanted an object"),
        (
            #"{"hub": {"address": "h", "port": 1}, "rooms": [{"address": "h"}]}"#,
            "rooms[0].port: the setting is missing"
        ),
        (#"{"hub": {"address": "h", "port": 1}, "rooms": {}}"#, "rooms: wanted a list"),
        (#"{"hub": {"address": "h", "port": 1}, "on": 1}"#, "on: wanted true or false"),
        (#"{"hub": {"address": "h", "port": 1, "prot": 2}}"#, "hub.prot: there is no such setting"),
        (
            #"{"hub": {"address": "h", "port": 1}, "rooms": [{"address": "h", "port": 1, "x": {}}]}"#,
            "rooms[0].x: there is no such setting"
        ),
        (#"{"hub": "#, "this is not JSON"),
        ("", "this is not JSON"),
    ])
    func everyProblemNamesItsKey(text: String, expected: String) async {
        let error = await #expect(throws: ConfigurationError.self) { try await load(text) }
        #expect(error?.message.contains("c.json: " + expected) == true, "\(String(describing: error))")
        #expect(error?.exitCode == .configuration)
    }

    @Test func aMissingOrEndlessFileIsNamed() {
        let missing = #expect(throws: FileError.self) {
            try ConfigurationFile.load("/no/such/file", as: Settings.self)
        }
        #expect(missing?.exitCode == .noInput)
        #expect(throws: FileError.self) { try ConfigurationFile.load("/dev/zero", as: Settings.self) }
    }
}
