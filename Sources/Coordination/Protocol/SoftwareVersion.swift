/// The version of coordinator and worker; both sides of a run must be of the same one.
package enum SoftwareVersion {
    package static let current = "0.1.0"
}
