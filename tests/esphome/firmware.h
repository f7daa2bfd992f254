#pragma once

// What the firmware for this machine has beside that for a board.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "esphome/core/hal.h"
#include "esphome/core/helpers.h"

namespace esphome {

// A knob locks interrupts, of which there are none here.
InterruptLock::InterruptLock() {}
InterruptLock::~InterruptLock() {}

// Return what the environment says of this.
inline uint32_t told(const char *name) { return std::strtoul(std::getenv(name), nullptr, 10); }

// Let a relay tell that it was written to, and when.
inline void tell(const char *terminal, bool on) {
  std::printf("relay %s %s %.3f\n", terminal, on ? "ON" : "OFF", millis_64() / 1e3);
}

}  // namespace esphome
