import ArgumentParser

/// What a subcommand finds wrong with its options only when it runs, said like what the parser itself finds: with the
/// usage and the help of that subcommand.
struct WrongUsage: CustomStringConvertible {
    let error: ValidationError
    let command: any ParsableCommand.Type

    var description: String {
        let name = "\(Coordinator._commandName) \(command._commandName)"
        return """
            Error: \(error.message)
            Usage: \(Coordinator.usageString(for: command))
              See '\(name) --help' for more information.
            """
    }
}
