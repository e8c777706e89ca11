import Accounting
import ClusterModel
import Coordination
import Emulation
import Foundation
import GRDB
import RunStore
import Testing
import Units

/// A run as it is written while it goes on, and what is there of it at any time.
@Suite struct RunStoreTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func head(_ name: String, _ loaded: ClusterFile.Loaded) -> RunHead {
        RunHead(
            name: name, generation: 1, started: "2026-01-01T00:00:0\(name.count % 10)Z", version: "1",
            command: "--nodes 2",
            folder: "runs/\(name)/", configurationName: "default", loaded: loaded, virtualRanks: 1,
            trainedParameters: 10, trainedTokensPerStep: 20, corpus: "test data", corpusPath: "/text", budget: nil)
    }

    /// Books what follows from the clocks, as a coordinator does for its workers.
    private func book(_ kind: RankStep.Kind, in record: inout RunRecord) throws -> PricedStep {
        let priced = record.account.price(kind)
        try record.account.book(priced, reported: priced.actual.map { record.account.account($0) })
        return priced
    }

    private func step(_ number: Int, _ account: RunAccount) -> StepRecord {
        StepRecord(
            step: number, trainedLoss: LossSum(nats: 40.5, tokens: 20), virtualEnd: account.course.last!.end,
            forward: .seconds(1), backward: .seconds(2), slowedCompute: .zero, optimizer: .zero, storage: .zero,
            waits: WaitCause.allCases.map { _ in .zero }, communication: .zero, energy: account.course.last!.total,
            networkEnergy: LedgerTotal(energy: 3, emissions: 4))
    }

    @Test func `after every commit the store holds all that was booked, to the last entry`() throws {
        try inFolder { folder in
            let loaded = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2, steps: 3))
            let store = try RunStore(folder: folder)
            let recorder = try RunRecorder(head("first", loaded), in: store)
            var record = RunRecord(account: RunAccount(job: EmulatedJob(cluster: loaded.cluster), generation: 1))
            let expectSame = {
                let stored = try #require(try store.course(of: "first"))
                #expect(stored.kinds == record.account.kinds)
                #expect(stored.run.total == record.account.ledger.total())
                #expect(stored.run.makespan == record.account.clock.makespan() - .zero)
                #expect(stored.steps == record.steps)
                #expect(stored.run.stepsDone == record.steps.count)
                #expect(try store.entrySum(of: "first") == record.account.ledger.total())
                #expect(try store.entryCount(of: "first") == record.account.ledger.entryCount)
            }
            try expectSame()
            _ = try book(.evaluation, in: &record)
            record.initialEvaluation = LossSum(nats: 55.5, tokens: 10)
            try recorder.write(record)
            try expectSame()
            for number in 1...3 {
                _ = try book(.training, in: &record)
                record.steps.append(step(number, record.account))
                try recorder.write(record)
                // What is written twice is there once.
                try recorder.write(record)
                try expectSame()
            }
            for kind in [RankStep.Kind.checkpoint, .evaluation, .closing] { _ = try book(kind, in: &record) }
            let tail = RunTail(
                standing: .completed, reason: nil, ended: "2026-01-01T00:01:00Z", embodied: .init(count: 5),
                scenarios: [PricedScenario(Scenario(name: "ideal", cluster: nil), run: record.account)],
                constants: [], workers: [], budgetStop: nil, host: "{}")
            try recorder.end(record, tail)
            try expectSame()
            let stored = try #require(try store.course(of: "first"))
            #expect(stored.run.standing == .completed && stored.scenarios == ["ideal"] && stored.host == "{}")
            #expect(stored.clusterFile == loaded.wholeText)
            #expect(
                try ClusterFile.load(text: stored.clusterFile, path: "x", catalog: stored.catalog).cluster
                    == loaded.cluster)
        }
    }

    @Test func `runs are listed, filtered, found and deleted`() throws {
        try inFolder { folder in
            let store = try RunStore(folder: folder)
            let two = try ClusterFile.load(path: "default", overrides: ClusterOverrides(nodes: 2))
            let four = try ClusterFile.load(path: "10gbe", overrides: ClusterOverrides(nodes: 4))
            for (name, loaded) in [("20260101-a2", two), ("20260101-b22", four), ("20260102-a22", two)] {
                _ = try RunRecorder(head(name, loaded), in: store)
            }
            #expect(try store.runs().map(\.name) == ["20260102-a22", "20260101-b22", "20260101-a2"])
            #expect(try store.runs(RunFilter(nodes: 4)).map(\.name) == ["20260101-b22"])
            #expect(try store.runs(RunFilter(text: "10 gb")).map(\.name) == ["20260101-b22"])
            #expect(try store.runs(RunFilter(standing: .running)).count == 3)
            #expect(try store.runs(RunFilter(standing: .completed)).isEmpty)
            #expect(try store.runs(named: "latest").map(\.name) == ["20260102-a22"])
            #expect(try store.runs(named: "b22").map(\.name) == ["20260101-b22"])
            #expect(try store.runs(named: "20260101").count == 2)
            try store.delete(["20260101-b22"])
            #expect(try store.runs().count == 2)
            #expect(try store.course(of: "20260101-b22") == nil)
        }
    }

    @Test func `what is no run store of this version is one clear error`() throws {
        try inFolder { folder in
            _ = try RunStore(folder: folder)
            let path = folder + "/" + RunStore.fileName
            func sqlite(_ sql: String) throws {
                try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
            }
            try sqlite("INSERT INTO grdb_migrations VALUES ('99 from the future')")
            let newer = #expect(throws: StoreError.self) { try RunStore(folder: folder) }
            #expect(newer?.description.contains("a newer version of ringwatt wrote this run store") == true)
            try sqlite("PRAGMA application_id = 7")
            let other = #expect(throws: StoreError.self) { try RunStore(folder: folder) }
            #expect(other?.description.contains("another program") == true)
            try Data("this is no database, but a text".utf8).write(to: URL(fileURLWithPath: path))
            let text = #expect(throws: StoreError.self) { try RunStore(folder: folder) }
            #expect(text?.description.contains("this is no run store, or it is damaged") == true)
        }
    }
}
