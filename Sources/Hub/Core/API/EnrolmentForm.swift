import Attendance
import HTTP
import Service

/// The multipart form of an enrolment: fields `name`, `number`, `section` (repeated) and files `photograph` (repeated).
struct EnrolmentForm {
    let photographs: [Photograph]
    private var name: String?
    private var number: String?
    private var sections: [String] = []

    init(_ request: HTTPRequest) throws {
        var photographs: [Photograph] = []
        let maximumParts = HubLimits.photographsPerRequest + Limits.sectionsPerPerson + 2
        for part in try MultipartForm.parse(request, maximumParts: maximumParts) {
            switch part.name {
            case "photograph":
                photographs.append(Photograph(
                    file: part.filename ?? "photograph \(photographs.count + 1)", bytes: part.body))
            case "name": name = Self.text(part)
            case "number": number = Self.text(part)
            case "section": sections += [Self.text(part)].compactMap { $0 }
            default: throw HTTPError.badRequest(
                "The form has an unknown field \"\(part.name.prefix(64))\".",
                hint: "Known are name, number, section and photograph.")
            }
        }
        guard (1...HubLimits.photographsPerRequest).contains(photographs.count) else {
            throw HTTPError.badRequest(
                "The form has \(photographs.count) photographs.",
                hint: "Send 1 to \(HubLimits.photographsPerRequest) files in fields named photograph.")
        }
        self.photographs = photographs
    }

    func draft() throws -> PersonDraft {
        PersonDraft(name: name ?? "", number: number, sections: try sections.map { try SectionID($0) })
    }

    private static func text(_ part: MultipartForm.Part) -> String? {
        let text = String(decoding: part.body, as: UTF8.self)
        return text.isEmpty ? nil : text
    }
}
