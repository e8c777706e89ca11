internal import CXXHash

/// xxHash's own state for hashing in pieces, owned: freed with its last reference.
final class HashState {
    private let state: OpaquePointer

    init() {
        guard let created = XXH3_createState() else { fatalError("out of memory for a hash state") }
        state = created
    }

    deinit { XXH3_freeState(state) }

    func reset64() { check(XXH3_64bits_reset(state)) }
    func reset128() { check(XXH3_128bits_reset(state)) }

    func update64(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        check(XXH3_64bits_update(state, start, bytes.count))
    }

    func update128(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        check(XXH3_128bits_update(state, start, bytes.count))
    }

    func digest64() -> UInt64 { XXH3_64bits_digest(state) }
    func digest128() -> XXH128_hash_t { XXH3_128bits_digest(state) }

    private func check(_ result: XXH_errorcode) { precondition(result == XXH_OK, "xxHash refused its own state") }
}
