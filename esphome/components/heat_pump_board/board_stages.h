#pragma once

// What runs for a room that asks: the compressor and its second stage, backup heat beside
// it, or what heats in its place. And for how long, whatever the room says.

#include <algorithm>
#include <cmath>

#include "board_plan.h"
#include "board_safety.h"

namespace board_safety {

constexpr float WARMEST = 30;  // no heating above, …
constexpr float COLDEST = 15;  // … and no cooling below, whatever the plan
constexpr float FAR = 2;       // K from the setpoint, where no outdoor limit counts for backup heat

// What the compressor leaves owed to the room, in K·min: how far it is beyond what a call
// lets it swing, times how long. A sum, not a slope: a coarse or late sensor cannot feign that nothing helps.
constexpr float SWING = 0.25f;
constexpr float FORGIVEN = 2;  // a minute, in a room that asks for nothing
constexpr float OWED_FOR_STAGE_2 = 8;
constexpr float OWED_FOR_BACKUP = 12;
constexpr float OWED_FOR_FURNACE = 30;

// Which share of the time backup heat then runs beside the compressor: in pulses, because
// a whole run of it is felt before most sensors tell.
constexpr float SHARE_PER_OWED = 0.0065f;  // per K·min
constexpr float SHARE_PER_DROOP = 0.2f;    // per K
constexpr float MOST_OWED = OWED_FOR_BACKUP + 1 / SHARE_PER_OWED;
constexpr float PULSE = 4;  // min, at least, on as well as off

constexpr Millis LEAST_RUN = 8 * MINUTE;       // of the compressor, unless the plan says longer
constexpr Millis FIRST_MINUTES = 10 * MINUTE;  // of a run, which tell nothing
constexpr Millis STAGE_2_TIME = 5 * MINUTE;
constexpr Millis FURNACE_TO_COMPRESSOR = 3 * MINUTE;
constexpr Millis FURNACE_FOR = 6 * HOUR;  // after the compressor was not enough, …
constexpr float FURNACE_UNTIL = 2;        // … or until it is so much warmer outdoors

// What a room asks for at one moment.
struct Need {
  float beyond;   // the setpoint, K
  float weather;     // °C; no number where nobody knows it
  bool is_too_cold;  // outdoors, for the compressor
  bool is_freezing;
  Millis elapsed;  // since it was last looked at
  Millis now;
};

class Stages {
 public:
  Stages(const Board &board, const Plan &plan) : board_(board), plan_(plan) {}

  // Nobody knows what ran before: the compressor counts as just started. So a power cut
  // that comes again and again is not a start each time.
  void boot(Millis now) {
    staged_ = started_ = now;
    furnace_stopped_ = now - HOUR;
  }

  // See what moved, alone or not; return whether the compressor has started.
  bool look(Millis now) {
    const Terminals on = board_.closed(), moved = on ^ was_on_;
    const bool has_started = moved & on & Y1;
    if (has_started)
      started_ = now;
    if (moved & Y2)
      staged_ = now;
    if (moved & ~on & W1)
      furnace_stopped_ = now;
    was_on_ = on;
    return has_started;
  }

  // Go on with what runs.
  void take_over() {
    const Terminals on = board_.closed();
    has_stage_2_ = on & Y2;
    has_backup_ = on & ELECTRIC;
    owed_ = has_backup_ ? OWED_FOR_BACKUP + 0.5f / SHARE_PER_OWED : has_stage_2_ ? OWED_FOR_STAGE_2 : 0;
  }

  bool is_cooling(Terminals on) const {
    if (is_wired(VALVE))
      return is_wired(O) ? on & O : !(on & B);
    return !plan_.can_heat;
  }

  // How many compressors' worth of heat come in.
  float heat_of(Terminals on) const {
    const float stage = is_wired(Y2) && !(on & Y2) ? 0.7f : 1.0f;
    return (on & Y1 && !is_cooling(on) ? stage : 0) + (on & (ELECTRIC | W1) ? 1 : 0);
  }

  // Whether backup heat is to carry this call to its end: no stop for a pulse.
  bool is_helped() const { return owed_ > OWED_FOR_BACKUP && plan_.backup == Backup::ELECTRIC; }

  Terminals heating(const Need &need) {
    owe(need);
    choose_heater(need);
    if (is_furnace_ || is_locked_out_ || plan_.is_emergency)
      return instead();
    return compressor(HEAT_BY_COMPRESSOR, need.now) | stage_2(need) | backup(need);
  }

  Terminals cooling(const Need &need) {
    owe(need);
    has_backup_ = false;
    return compressor(COOL_BY_COMPRESSOR, need.now) | stage_2(need);
  }

  void rest(Millis elapsed) { owed_ = std::max(owed_ - FORGIVEN * in_minutes(elapsed), 0.0f); }

  // Heat for a room that nobody knows: what is left of its share of this cycle, in
  // compressors' worth.
  Terminals blind(float left, const Need &need) {
    owed_ = 0;
    choose_heater(need);
    if (is_furnace_ || is_locked_out_ || plan_.is_emergency)
      return left > 0 ? instead() : 0;
    const Terminals heat = left > 0 ? compressor(HEAT_BY_COMPRESSOR, need.now) : 0;
    const bool is_short = heat && board_.is_on(Y1) && plan_.backup == Backup::ELECTRIC && left > 1;
    return heat ? heat | Y2 | (is_short ? W2 : 0) : 0;
  }

  // A compressor that runs goes on for its least time, unless it must not, or something
  // else takes its place.
  Terminals held(Terminals instead, float room, Millis now) {
    const Terminals on = board_.closed();
    const bool may_go_on = is_cooling(on) ? cools(plan_.mode) && room > COLDEST : heats(plan_.mode) && room < WARMEST;
    const bool is_new = now - started_ < std::max(LEAST_RUN, in_millis(plan_.minimum_on));
    has_stage_2_ = has_backup_ = false;
    return on & Y1 && is_new && may_go_on && !instead && !plan_.is_emergency ? on & (Y1 | VALVE | G) : 0;
  }

 private:
  const Board &board_;
  const Plan &plan_;

  float owed_ = 0;
  float pulse_ = 0;  // min that backup heat is behind its share
  bool has_stage_2_ = false;
  bool has_backup_ = false;     // beside the compressor
  bool is_furnace_ = false;     // in its place
  bool is_locked_out_ = false;  // by the weather
  float fell_back_at_ = NAN;    // the weather in which the compressor was not enough
  Terminals was_on_ = 0;
  Millis started_ = 0;    // the compressor
  Millis staged_ = 0;     // its second stage was last moved
  Millis fell_back_ = 0;  // to the furnace; 0: not
  Millis furnace_stopped_ = 0;

  bool is_wired(Terminals terminals) const { return board_.wired & terminals; }

  void owe(const Need &need) {
    const float more = board_.is_on(Y1) ? need.beyond - SWING : 0;
    owed_ = std::clamp(owed_ + more * in_minutes(need.elapsed), 0.0f, MOST_OWED);
  }

  // What heats in the compressor's place.
  Terminals instead() const {
    if (plan_.backup == Backup::FUEL)
      return HEAT_BY_FURNACE;
    return plan_.backup == Backup::NONE ? 0 : plan_.is_emergency || !is_wired(W2) ? HEAT_BY_ELECTRICITY : W2 | G;
  }

  // Whether the weather locks the compressor out, and whether a furnace takes its place
  // where it was not enough.
  void choose_heater(const Need &need) {
    is_locked_out_ = !plan_.can_heat || (plan_.backup != Backup::NONE && !need.is_freezing && need.is_too_cold);
    if (plan_.backup == Backup::FUEL && !fell_back_ && owed_ >= OWED_FOR_FURNACE && may_back_up(need)) {
      fell_back_ = need.now;
      fell_back_at_ = need.weather;
    }
    if (need.now - fell_back_ >= FURNACE_FOR || need.weather > fell_back_at_ + FURNACE_UNTIL)
      fell_back_ = 0;
    is_furnace_ = plan_.backup == Backup::FUEL && (is_locked_out_ || fell_back_);
  }

  bool may_back_up(const Need &need) const {
    const float limit = plan_.backup_below - (has_backup_ ? 0 : 1);
    return need.beyond > FAR || need.is_freezing || !(need.weather >= limit);
  }

  // What the compressor takes, once it has rested as long as the plan says and may start
  // so soon again. One that runs the other way stops first.
  Terminals compressor(Terminals terminals, Millis now) const {
    if (board_.is_on(Y1))
      return is_cooling(board_.closed()) == (terminals == COOL_BY_COMPRESSOR) ? terminals : 0;
    const bool has_rested = board_.rests_for(now) >= in_millis(plan_.minimum_off);
    const bool is_seldom = now - started_ >= in_millis(3600 / plan_.starts_per_hour);
    return has_rested && is_seldom && now - furnace_stopped_ >= FURNACE_TO_COMPRESSOR ? terminals : 0;
  }

  Terminals stage_2(const Need &need) {
    const bool is_wanted = owed_ >= OWED_FOR_STAGE_2 || (has_stage_2_ && need.beyond > 0);
    if (!board_.is_on(Y1))
      has_stage_2_ = false;
    else if (need.now - staged_ >= STAGE_2_TIME)
      has_stage_2_ = is_wanted;
    return has_stage_2_ ? Y2 : 0;
  }

  Terminals backup(const Need &need) {
    const bool can = plan_.backup == Backup::ELECTRIC && board_.is_on(Y1) && need.beyond > 0;
    const bool may = can && owed_ > OWED_FOR_BACKUP && need.now - started_ >= FIRST_MINUTES && may_back_up(need);
    const float share = (owed_ - OWED_FOR_BACKUP) * SHARE_PER_OWED + (need.beyond - SWING) * SHARE_PER_DROOP;
    pulse_ += ((may ? std::clamp(share, 0.0f, 1.0f) : 0) - has_backup_) * in_minutes(need.elapsed);
    pulse_ = std::clamp(pulse_, -PULSE / 2, PULSE / 2);
    has_backup_ = can && (has_backup_ ? pulse_ > -PULSE / 2 : pulse_ >= PULSE / 2);
    return has_backup_ ? W2 : 0;
  }
};

}  // namespace board_safety
