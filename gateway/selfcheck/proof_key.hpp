#pragma once

#include <filesystem>

#include "gateway/base/random.hpp"
#include "gateway/base/result.hpp"
#include "gateway/selfcheck/proof.hpp"

namespace mapigate::selfcheck {

// The file holds the key as 64 hexadecimal digits. Fails when it cannot be read, holds anything else, or can
// be read by everybody.
Result<ProofKey> load_proof_key(const std::filesystem::path& file);

// For the gateway: creates the file, readable by its owner alone, when it is not there. The folder must
// exist. Of two processes that start at once, both get the same key.
Result<ProofKey> load_or_create_proof_key(const std::filesystem::path& file, RandomSource& random);

}  // namespace mapigate::selfcheck
