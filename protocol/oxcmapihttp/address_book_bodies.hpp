#pragma once

// All bodies of the address book server endpoint, MS-OXCMAPIHTTP section 2.2.5. Read with wire::parse<T>(),
// written with wire::serialize(). In every response `status_code` is 0 on success; otherwise only it and the
// auxiliary buffer are on the wire.

#include "protocol/oxcmapihttp/address_book_objects.hpp"
#include "protocol/oxcmapihttp/address_book_search.hpp"
#include "protocol/oxcmapihttp/address_book_session.hpp"
#include "protocol/oxcmapihttp/address_book_tables.hpp"
