#pragma once

// A thermometer, and whether it is believed. What it must not say is what no room does.

#include <cmath>
#include <cstdint>

namespace board_safety {

using Millis = uint64_t;

constexpr Millis SECOND = 1'000;
constexpr Millis MINUTE = 60 * SECOND;
constexpr Millis HOUR = 60 * MINUTE;

inline float in_hours(Millis time) { return static_cast<float>(time) / HOUR; }
inline Millis in_millis(float seconds) { return static_cast<Millis>(seconds * SECOND); }
inline float in_minutes(Millis time) { return static_cast<float>(time) / MINUTE; }

class Thermometer {
 public:
  Millis stale = 15 * MINUTE;  // how long a reading is believed
  float lowest = -40;          // a lost probe says -127, or what its driver makes of it …
  float highest = 60;          // … or 85 °C, its value at power-up
  float leap = 3;              // how far it may jump at once, K …
  float pace = 6;              // … and how much farther in every hour that has passed

  void feel(float celsius, Millis now) {
    felt_ = now;
    const bool is_possible = celsius > lowest && celsius < highest;  // what is no number is not
    const float allowed = leap + pace * in_hours(now - believed_at_);
    is_room_ = is_possible && (std::isnan(celsius_) || std::fabs(celsius - celsius_) <= allowed);
    if (is_room_) {
      celsius_ = celsius;
      believed_at_ = now;
    }
    if (!(std::fabs(celsius - stood_at_) < STEP)) {
      stood_at_ = celsius;
      stands_since_ = now;
      is_doubted_ = false;
    }
    if (celsius != repeated_) {
      repeated_ = celsius;
      repeats_since_ = now;
    }
  }

  bool is_believed(Millis now) const { return is_room_ && !is_doubted_ && now - felt_ < stale; }
  float celsius() const { return celsius_; }  // as it was believed last

  // How long it has not moved by as much as heat moves it, or not at all.
  Millis stands_for(Millis now) const { return now - stands_since_; }
  Millis repeats_for(Millis now) const { return now - repeats_since_; }

  // Believe it no more until it moves.
  void doubt() { is_doubted_ = true; }

 private:
  static constexpr float STEP = 0.3f;

  bool is_room_ = false;
  bool is_doubted_ = false;
  float celsius_ = NAN;
  float stood_at_ = NAN;
  float repeated_ = NAN;
  Millis felt_ = 0;
  Millis believed_at_ = 0;
  Millis stands_since_ = 0;
  Millis repeats_since_ = 0;
};

}  // namespace board_safety
