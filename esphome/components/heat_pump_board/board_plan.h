#pragma once

// What the household wants of a board that is alone. The thermostat hands it over whole;
// the board keeps it over power cuts. Temperatures are °C, differences K, times seconds.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "board_thermometer.h"

namespace board_safety {

enum class Mode : uint8_t { OFF, HEAT, COOL, HEAT_COOL };
enum class Backup : uint8_t { NONE, ELECTRIC, FUEL };

constexpr const char *MODES[] = {"off", "heat", "cool", "heat_cool"};
constexpr const char *BACKUPS[] = {"none", "electric", "fuel"};

// Return which of these names it is; one beyond the last where it is none of them.
template<typename Enum, size_t N> Enum named(const char *const (&names)[N], const char *name) {
  uint8_t found = 0;
  while (found < N && std::strcmp(names[found], name) != 0)
    found++;
  return static_cast<Enum>(found);
}

inline bool heats(Mode mode) { return mode == Mode::HEAT || mode == Mode::HEAT_COOL; }
inline bool cools(Mode mode) { return mode == Mode::COOL || mode == Mode::HEAT_COOL; }

struct Plan {
  static constexpr uint8_t VERSION = 1;
  static constexpr float BEYOND = -100;  // every weather

  uint8_t version = 0;  // 0: there is none
  Mode mode = Mode::OFF;
  Backup backup = Backup::NONE;
  bool is_emergency = false;
  bool is_by_hand = false;  // changed at the board since it was told
  bool can_heat = true;     // what the compressor can do, by its wiring
  bool can_cool = false;
  float starts_per_hour = 4;
  float minimum_off = 300;
  float minimum_on = 300;
  float heat = 20;
  float cool = 24;
  float heat_differential = 0.28f;
  float cool_differential = 0.28f;
  // Limits of the outdoor temperature. One beyond every weather is none.
  float compressor_above = BEYOND;
  float cooling_above = 12.8f;
  float backup_below = 100;
  uint32_t author = 0;  // which thermostat told it

  bool is_there() const { return version == VERSION; }
  bool has_no_cooling_limit() const { return cooling_above <= BEYOND; }
  bool operator==(const Plan &) const = default;
};

struct Range {
  float Plan::*value;
  float low;
  float high;
  const char *refusal;
};

constexpr Range RANGES[] = {
    {&Plan::starts_per_hour, 1, 6, "starts_per_hour has to be 1 to 6"},
    {&Plan::minimum_off, 180, 900, "minimum_off has to be 180 to 900"},
    {&Plan::minimum_on, 0, 1200, "minimum_on has to be 0 to 1200"},
    {&Plan::heat, 5, 35, "heat has to be 5 to 35"},
    {&Plan::cool, 7, 40, "cool has to be 7 to 40"},
    {&Plan::heat_differential, 0.1f, 1.5f, "heat_differential has to be 0.1 to 1.5"},
    {&Plan::cool_differential, 0.1f, 1.5f, "cool_differential has to be 0.1 to 1.5"},
    {&Plan::compressor_above, Plan::BEYOND, 21, "compressor_above has to be -100 to 21"},
    {&Plan::cooling_above, Plan::BEYOND, 35, "cooling_above has to be -100 to 35"},
    {&Plan::backup_below, -30, 100, "backup_below has to be -30 to 100"},
};

constexpr float SEPARATION = 0.45f;  // of setpoints between which one mode goes back and forth

// Return why this is no plan; nothing where it is one.
inline const char *refusal(const Plan &plan) {
  for (const Range &range : RANGES) {
    const float value = plan.*range.value;
    if (!(value >= range.low && value <= range.high))  // also what is no number
      return range.refusal;
  }
  if (plan.mode > Mode::HEAT_COOL)
    return "mode has to be off, heat, cool or heat_cool";
  if (plan.backup > Backup::FUEL)
    return "backup has to be none, electric or fuel";
  if (plan.mode == Mode::HEAT_COOL && plan.cool - plan.heat < SEPARATION)
    return "cool has to be above heat";
  if (plan.is_emergency && plan.backup == Backup::NONE)
    return "emergency heat needs a backup";
  return nullptr;
}

// When something may be written to the flash memory: so often in any 24 hours.
class Pen {
 public:
  static constexpr unsigned A_DAY = 24;

  bool may_write(Millis now) const { return count_ < A_DAY || now - written_[count_ % A_DAY] >= DAY; }
  void write(Millis now) { written_[count_++ % A_DAY] = now; }
  unsigned count() const { return count_; }

 private:
  static constexpr Millis DAY = 24 * HOUR;
  Millis written_[A_DAY] = {};
  unsigned count_ = 0;
};

}  // namespace board_safety
