#pragma once

// What heat the house took in the last day, and what it is owed in any weather while
// nobody knows how warm it is.

#include <algorithm>
#include <cmath>

#include "board_thermometer.h"

namespace board_safety {

class Duty {
 public:
  static constexpr float AIM = 16;  // °C, where nobody can tell whether it is too warm

  // `heat` in compressors' worth, `lift` in K between room and weather.
  void learn(float heat, float lift, Millis elapsed) {
    heat_.take(heat, elapsed);
    if (!std::isnan(lift))
      lift_.take(lift, elapsed);
  }

  // Return compressors' worth of heat; as much as in the last day where nobody knows the weather.
  float owed(float weather) const {
    if (std::isnan(weather))
      return heat_.mean;
    const bool is_known = heat_.lasted >= 6 * HOUR && lift_.mean > 5;
    const float needed = is_known ? std::clamp(heat_.mean / lift_.mean, 0.01f, 0.2f) : TYPICAL;
    return std::clamp((AIM - weather) * needed, 0.0f, 2.0f);
  }

 private:
  static constexpr float TYPICAL = 1.0f / 25;  // per K: one that just suffices at -5 °C

  // Of the last day, or of as much of it as was seen.
  struct Mean {
    float mean;
    Millis lasted = 0;

    void take(float value, Millis elapsed) {
      lasted = std::min(lasted + elapsed, 24 * HOUR);
      mean += lasted ? (value - mean) * elapsed / lasted : 0;
    }
  };

  Mean heat_{0.4f};
  Mean lift_{0};
};

}  // namespace board_safety
