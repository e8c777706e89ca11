internal import Dispatch
internal import Foundation

/// Turns the signals by which users stop programs into calls.
package final class Interrupts {
    private let sources: [any DispatchSourceSignal]

    /// - Parameter handler: called on a thread of its own with the signal's name, each time one comes.
    package init(_ handler: @escaping @Sendable (String) -> Void) {
        sources = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")].map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { handler(name) }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
