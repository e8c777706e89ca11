package import Accounting
internal import Units

extension Ringwatt_Control_Account {
    /// The account as it travels: enumerations by their position in their lists.
    package init(_ account: StepAccount) {
        self.init()
        step = UInt32(account.step)
        entries = account.entries.map { entry in
            var message = Ringwatt_Control_Account.Entry()
            message.component = Self.position(of: entry.component)
            message.serving = Self.position(of: entry.serving)
            message.phase = Self.position(of: entry.phase)
            message.cause = Self.position(of: entry.cause)
            message.energyNanojoules = entry.energy.count
            message.emissionsMicrograms = entry.emissions.count
            return message
        }
    }

    /// The account that a rank reports; `nil` if it names what does not exist.
    package func account(rank: Int) -> StepAccount? {
        var list: [LedgerEntry] = []
        for entry in entries {
            guard let component: Component = Self.element(at: entry.component),
                let serving: Component = Self.element(at: entry.serving),
                let phase: Phase = Self.element(at: entry.phase), let cause: Cause = Self.element(at: entry.cause)
            else { return nil }
            list.append(
                LedgerEntry(
                    component: component, serving: serving, phase: phase, cause: cause,
                    energy: Energy(count: entry.energyNanojoules),
                    emissions: CarbonMass(count: entry.emissionsMicrograms)))
        }
        return StepAccount(rank: rank, step: Int(step), entries: list)
    }

    private static func position<T: CaseIterable & Equatable>(of value: T) -> UInt32 {
        UInt32(T.allCases.enumerated().first { $0.element == value }!.offset)
    }

    private static func element<T: CaseIterable>(at position: UInt32) -> T? where T.AllCases == [T] {
        Int(position) < T.allCases.count ? T.allCases[Int(position)] : nil
    }
}
