#pragma once

// What the weather allows, by the limits of the plan. A verdict outlasts the weather that
// it was made in, which is believed for a day: a house that nobody looks after is neither
// to become an oven in July, nor its compressor to start in the cold of January.

#include <cmath>

#include "board_plan.h"
#include "board_safety.h"

namespace board_safety {

constexpr Millis VERDICT_FOR = 7 * 24 * HOUR;  // since the weather was last known
constexpr float COLD_HYSTERESIS = 1.5f;
constexpr float WARM_HYSTERESIS = 1;

class Weather {
 public:
  // See what it is, alone or not; no number where nobody knows. `heats` and `cools` is
  // what the room asks for.
  void look(float celsius, const Plan &plan, bool heats, bool cools, Millis now) {
    if (!std::isnan(celsius)) {
      is_cold_ = celsius < plan.compressor_above + (is_cold_ ? COLD_HYSTERESIS : 0);
      is_warm_ = celsius >= plan.cooling_above - (cools ? WARM_HYSTERESIS : 0);
      known_at_ = now;
      return;
    }
    const bool holds = known_at_ && now - known_at_ <= VERDICT_FOR;
    is_cold_ = is_cold_ && holds;
    is_warm_ = is_warm_ && holds && !heats;  // a house that has to be heated is in no summer
  }

  bool is_too_cold() const { return is_cold_; }     // for the compressor
  bool is_warm_enough() const { return is_warm_; }  // to cool: unknown is not

 private:
  bool is_cold_ = false;
  bool is_warm_ = false;
  Millis known_at_ = 0;
};

}  // namespace board_safety
