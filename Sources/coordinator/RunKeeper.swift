import Accounting
import Coordination
import RunStore

/// Keeps a run in the store as it goes. A store that fails after the run has begun costs the run nothing but its place
/// there: the user is told once.
final class RunKeeper {
    private let store: RunStore
    private let name: String
    private var recorder: RunRecorder?

    /// Enters the run.
    ///
    /// - Throws: `StoreError`, before any worker is waited for.
    init(_ head: RunHead, folder: String) throws(StoreError) {
        store = try RunStore(folder: folder)
        name = head.name
        recorder = try RunRecorder(head, in: store)
    }

    /// Writes what is new.
    func keep(_ record: RunRecord) { attempt { recorder throws(StoreError) in try recorder.write(record) } }

    func end(_ record: RunRecord, _ tail: RunTail) {
        attempt { recorder throws(StoreError) in try recorder.end(record, tail) }
    }

    /// Takes out a run that never began.
    func forget() {
        do throws(StoreError) { try store.delete([name]) } catch { Terminal.note("warning: \(error)") }
        recorder = nil
    }

    private func attempt(_ body: (RunRecorder) throws(StoreError) -> Void) {
        guard let recorder else { return }
        do throws(StoreError) { try body(recorder) } catch {
            Terminal.note("warning: \(error); the run goes on without the store")
            self.recorder = nil
        }
    }
}
