import EdgeNodeCore
import Service
import Testing

struct CameraSpecificationTests {
    @Test(arguments: [
        ("folder:/srv/camera", CameraSpecification.folder("/srv/camera")),
        ("folder:/srv/camera/", .folder("/srv/camera")),
        ("file:a.jpg", .file("a.jpg")),
        ("http://camera.local/video", .stream("http://camera.local/video")),
    ])
    func reads(text: String, expected: CameraSpecification) throws {
        #expect(try CameraSpecification(text) == expected)
    }

    @Test(arguments: ["", "folder:", "file:", "/srv/camera", "ftp://camera", "rtsp://camera"])
    func refuses(text: String) {
        #expect(throws: UsageError.self) { try CameraSpecification(text) }
    }

    @Test func aPasswordInTheAddressIsNotShown() throws {
        let camera = try CameraSpecification("http://admin:secret@camera.local:81/video?token=abc")
        #expect(camera.description == "http://camera.local:81")
    }
}
