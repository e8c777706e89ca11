import Accounting
import ArgumentParser
import ClusterModel

/// `--network a,b,c`: the networks that a run is priced on beside its own.
struct NetworkOption {
    let text: String?

    /// - Throws: exit code 65 after printing every problem of every network.
    func scenarios(on loaded: ClusterFile.Loaded) throws -> [Scenario] {
        var names: [String] = []
        for name in (text ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        where text != nil {
            let name = name.trimmingSpaces
            guard !name.isEmpty else { throw ValidationError("--network \(text ?? ""): a name is missing") }
            guard !names.contains(name) else { throw ValidationError("--network: \(name) is there twice") }
            names.append(name)
        }
        var problems: [String] = []
        let scenarios = names.compactMap { name -> Scenario? in
            do {
                let preset = try NetworkPreset.load(name)
                guard !preset.isIdeal else { return Scenario(name: preset.name, cluster: nil) }
                return Scenario(name: preset.name, cluster: try preset.applied(to: loaded))
            } catch {
                problems.append("\(error)")
                return nil
            }
        }
        guard problems.isEmpty else {
            for problem in problems { Terminal.complain(problem) }
            throw ExitCode(65)
        }
        return scenarios
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
