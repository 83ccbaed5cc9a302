import Certificates
import Crypto
import Foundation
import TestSupport
import Testing
import Trust

/// Read with another library than the one that made them.
@Suite(.enabled(if: Fixtures.exists("/usr/bin/openssl"), "openssl is not installed"))
struct CertificateTests {
    private func openssl(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run("/usr/bin/openssl", arguments)
    }

    @Test func aServersCertificateIsValidInEveryYearForItsNames() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let longName = "Rollcall: " + String(repeating: "Schüle ", count: 20)
            let authority = try IssuedCertificate.authority(name: longName)
            let server = try authority.server(names: ["hub.school.example", "192.0.2.7", "2001:db8::1"])
            try authority.certificate.write(toFile: folder + "/ca", atomically: true, encoding: .utf8)
            try server.certificate.write(toFile: folder + "/server", atomically: true, encoding: .utf8)
            for second in ["1", "1700000000", "1900000000", "4000000000", "30000000000"] {
                for name in [
                    ["-verify_hostname", "hub.school.example"], ["-verify_ip", "192.0.2.7"],
                    ["-verify_ip", "2001:db8::1"],
                ] {
                    let outcome = try await openssl([
                        "verify", "-x509_strict", "-purpose", "sslserver", "-attime", second, "-CAfile", folder + "/ca",
                    ] + name + [folder + "/server"])
                    #expect(outcome.status == 0, "\(second) \(name): \(outcome.errors)")
                }
            }
            let wrong = try await openssl(
                ["verify", "-CAfile", folder + "/ca", "-verify_hostname", "other.example", folder + "/server"])
            #expect(wrong.status != 0)
            // Not for clients, and not to sign others.
            let text = try await openssl(["x509", "-noout", "-text", "-in", folder + "/server"]).output
            #expect(text.contains("CA:FALSE") && text.contains("TLS Web Server Authentication"))
            #expect(!text.contains("Client Authentication"))
            let parent = try await openssl(["x509", "-noout", "-text", "-in", folder + "/ca"]).output
            #expect(parent.contains("CA:TRUE, pathlen:0"))
        }
    }

    @Test func anotherAuthoritysCertificateIsRefused() async throws {
        try await Fixtures.withTemporaryFolder { folder in
            let authority = try IssuedCertificate.authority(name: "Rollcall")
            let other = try IssuedCertificate.authority(name: "Rollcall")
            try authority.certificate.write(toFile: folder + "/ca", atomically: true, encoding: .utf8)
            try other.server(names: ["hub"]).certificate
                .write(toFile: folder + "/server", atomically: true, encoding: .utf8)
            #expect(try await openssl(["verify", "-CAfile", folder + "/ca", folder + "/server"]).status != 0)
        }
    }

    @Test func theTextAndTheBytesAreTheSameCertificate() throws {
        let authority = try IssuedCertificate.authority(name: "Rollcall")
        let der = try #require(PEM.decode(authority.certificate))
        #expect(PEM.decode(PEM.encode(der)) == der)
        #expect(PEM.encode(der) == authority.certificate.replacing("\r", with: ""))
        #expect(PEM.decode("") == nil && PEM.decode(authority.key) == nil)
    }

    @Test func whatIsNoCertificateIsAnError() {
        let broken = try? JSONDecoder().decode(
            IssuedCertificate.self, from: Data(#"{"certificate":"x","key":"y"}"#.utf8))
        #expect(throws: CertificateFailure.self) { try broken?.server(names: ["hub"]) }
    }

    @Test func thisMachineKnowsItsNames() {
        let names = MachineNames.all()
        #expect(Array(names.prefix(3)) == ["localhost", "127.0.0.1", "::1"])
        #expect(Set(names).count == names.count && names.allSatisfy { !$0.contains("%") })
        for good in ["hub", "hub.school.example", "a-b.c"] { #expect(MachineNames.isHostName(good)) }
        for bad in ["", "-hub", "hub..x", "hub school", "hub/", String(repeating: "a", count: 64)] {
            #expect(!MachineNames.isHostName(bad))
        }
    }
}
