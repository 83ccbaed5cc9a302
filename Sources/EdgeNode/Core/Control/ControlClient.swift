import Attendance
import FoundationEssentials
import HTTP
import Replication
import Service

/// The command line's side of the control port.
package struct ControlClient: Sendable {
    /// Whether a running node answers; else this process does so itself.
    package let isNodeRunning: Bool
    private let address: ControlAddress
    private let client: HTTPClient

    /// Enrolling may have to load networks first, in seconds.
    private static let timeoutSeconds = 300.0

    /// How long to wait for a node that holds its folder but does not answer yet: it is starting or stopping.
    private static let startPatience = Duration.seconds(15)

    init(address: ControlAddress, isNodeRunning: Bool, client: HTTPClient) {
        self.address = address
        self.isNodeRunning = isNodeRunning
        self.client = client
    }

    /// Speaks to the running node of the folder, or serves the same commands from this process for the length of
    /// `body`: one way for both.
    package static func with<T: Sendable>(
        folder: DataFolder, environment: [String: String], log: Log,
        body: @Sendable (ControlClient) async throws -> T
    ) async throws -> T {
        let client = HTTPClient()
        let deadline = ContinuousClock.now + startPatience
        while true {
            if let control = await running(folder, client: client) { return try await body(control) }
            do {
                let runtime = try await NodeRuntime(
                    folder: folder, configuration: try NodeConfiguration.load(folder), environment: environment,
                    log: log)
                return try await serving(runtime, client: client, body: body)
            } catch let failure as Failure where failure.exitCode == .temporaryFailure && .now < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// The node that answers for this folder. A file without a node behind it was left by a process that was killed.
    package static func running(_ folder: DataFolder, client: HTTPClient) async -> ControlClient? {
        guard let address = ControlAddress.read(from: folder) else { return nil }
        let control = ControlClient(address: address, isNodeRunning: true, client: client)
        return (try? await control.status()) == nil ? nil : control
    }

    private static func serving<T: Sendable>(
        _ runtime: NodeRuntime, client: HTTPClient, body: @Sendable (ControlClient) async throws -> T
    ) async throws -> T {
        let service = ControlService(runtime: runtime, status: NodeStatus(runtime: runtime))
        do {
            try await service.start()
            let result = try await body(
                ControlClient(address: service.address, isNodeRunning: false, client: client))
            await service.stop()
            await runtime.close()
            return result
        } catch {
            await service.stop()
            await runtime.close()
            throw error
        }
    }

    package func status() async throws -> StatusReply {
        try await answer(HTTPClientRequest(.get, address.address + "/control/status", headers: authorisation))
    }

    /// What is asked of the people before the cameras.
    package func challenges() async throws -> ChallengeList {
        try await answer(HTTPClientRequest(.get, address.address + "/control/challenges", headers: authorisation))
    }

    package func enrol(_ subject: EnrolmentSubject, photographs: [Photograph]) async throws -> EnrolmentReply {
        var form = MultipartBody()
        if let name = subject.name { form.add(name: "name", value: name) }
        if let number = subject.number { form.add(name: "number", value: number) }
        if let person = subject.person { form.add(name: "person", value: person.description) }
        if subject.anyway { form.add(name: "anyway", value: "true") }
        for section in subject.sections { form.add(name: "section", value: section.text) }
        for photograph in photographs {
            form.add(
                name: "photograph", filename: photograph.file, contentType: "application/octet-stream",
                bytes: photograph.bytes)
        }
        var headers = authorisation
        headers["Content-Type"] = form.contentType
        return try await answer(HTTPClientRequest(
            .post, address.address + "/control/enrolments", headers: headers, body: form.finished(),
            timeoutSeconds: Self.timeoutSeconds))
    }

    package func unknownFaces() async throws -> [UnknownFaceItem] {
        let list: UnknownFaceList = try await answer(
            HTTPClientRequest(.get, address.address + "/control/unknown", headers: authorisation))
        return list.items
    }

    /// The JPEG that was kept of an unknown face.
    package func crop(of face: UnknownFaceID) async throws -> [UInt8] {
        try await send(HTTPClientRequest(
            .get, address.address + "/control/unknown/\(face)/crop", headers: authorisation)).body
    }

    package func label(_ face: UnknownFaceID, as subject: EnrolmentSubject) async throws -> EnrolmentReply {
        var request = try HTTPClientRequest.json(
            .post, address.address + "/control/unknown/\(face)/label", subject, headers: authorisation)
        request.timeoutSeconds = Self.timeoutSeconds
        return try await answer(request)
    }

    private var authorisation: HTTPHeaders { ["Authorization": "Bearer " + address.secret] }

    private func answer<Value: Decodable>(_ request: HTTPClientRequest) async throws -> Value {
        try await send(request).decode(Value.self)
    }

    private func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        let response: HTTPClientResponse
        do {
            response = try await client.send(request)
        } catch let error as HTTPClientError {
            throw Failure(.unavailable, "The node does not answer: \(error.description)")
        }
        guard response.isSuccess else {
            let said = Refusal(response)
            let exitCode = said.code.flatMap(ControlProblem.exitCode) ?? .failure
            throw Failure(exitCode, said.message, advice: said.hint ?? "")
        }
        return response
    }
}
