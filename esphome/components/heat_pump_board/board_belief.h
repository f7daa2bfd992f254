#pragma once

// What the board knows of the temperatures: by which thermometer it goes, and which it
// believes no more because of what heat does.

#include <cmath>

#include "board_thermometer.h"

namespace board_safety {

constexpr float LIES_BY = 3;             // so cold in spite of …
constexpr Millis LIES_FOR = 3 * HOUR;     // … so much heat, and nothing moved
constexpr Millis FROZEN_FOR = 12 * HOUR;  // to the last digit, in heating weather
constexpr float HEATING_WEATHER = 10;

class Belief {
 public:
  static constexpr unsigned ROOMS = 4;

  Thermometer rooms[ROOMS];  // the first that is believed counts
  Thermometer outdoor;

  Belief() {
    outdoor.lowest = told_outdoor_.lowest = -60;
    outdoor.leap = told_outdoor_.leap = 100;
    outdoor.stale = HOUR;
    told_outdoor_.stale = 24 * HOUR;
  }

  // Take over what the thermostat knows of the weather.
  void tell_outdoors(float celsius, Millis now) { told_outdoor_.feel(celsius, now); }

  // Return the temperatures that are believed; no number where none is.
  float indoors(Millis now) const {
    for (const Thermometer &each : rooms) {
      if (each.is_believed(now))
        return each.celsius();
    }
    return NAN;
  }

  float outdoors(Millis now) const {
    for (const Thermometer *each : {&outdoor, &told_outdoor_}) {
      if (each->is_believed(now))
        return each->celsius();
    }
    return NAN;
  }

  // What heat does not move though the room is far too cold, or what repeats itself for
  // half a day of heating weather, does not measure the room. Weather that nobody knows is
  // such weather where the plan heats.
  void doubt(float droop, Millis heated_for, bool heats, Millis now) {
    const bool is_cold = droop > LIES_BY && heated_for >= LIES_FOR;
    const float weather = outdoors(now);
    const bool is_winter = std::isnan(weather) ? heats : weather < HEATING_WEATHER;
    for (Thermometer &each : rooms) {
      if (!each.is_believed(now))
        continue;
      if ((is_cold && each.stands_for(now) >= LIES_FOR) ||
          (is_winter && each.repeats_for(now) >= FROZEN_FOR))
        each.doubt();
      return;
    }
  }

 private:
  Thermometer told_outdoor_;
};

}  // namespace board_safety
