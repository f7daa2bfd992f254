#pragma once

// What became of the house since the last heartbeat.

#include <cmath>

#include "board_safety.h"

namespace board_safety {

struct Account {
  Millis lasted = 0;
  Millis measured = 0;  // so long a room was believed …
  float warmth = 0;     // … and this is the sum of its °C · h
  Millis compressed = 0;
  Millis backed_up = 0;
  uint32_t starts = 0;

  float room() const { return measured ? warmth / in_hours(measured) : NAN; }

  void enter(Terminals on, bool has_started, float room, Millis elapsed) {
    lasted += elapsed;
    starts += has_started;
    compressed += on & Y1 ? elapsed : 0;
    backed_up += on & (ELECTRIC | W1) ? elapsed : 0;
    if (!std::isnan(room)) {
      measured += elapsed;
      warmth += room * in_hours(elapsed);
    }
  }
};

}  // namespace board_safety
