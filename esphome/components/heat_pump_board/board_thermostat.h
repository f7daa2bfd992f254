#pragma once

// The thermostat of a board that is alone: by the plan it was told, and what its own
// sensors say. Plain C++ like the gate, through which all it does goes. Each second it
// decides what should be on; the board takes one step at a time towards that.

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "board_duty.h"
#include "board_plan.h"
#include "board_safety.h"
#include "board_thermometer.h"

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
constexpr float PULSE = 4;           // min, at least, on as well as off
constexpr float ENDS_ABOVE = 0.8f;  // K, a call that backup heat has helped: no stop for a pulse

constexpr Millis LEAST_RUN = 8 * MINUTE;       // of the compressor, unless the plan says longer
constexpr Millis FIRST_MINUTES = 10 * MINUTE;  // of a run, which tell nothing
constexpr Millis STAGE_2_TIME = 5 * MINUTE;
constexpr Millis CHANGEOVER = 10 * MINUTE;
constexpr Millis FURNACE_TO_COMPRESSOR = 3 * MINUTE;
constexpr Millis FURNACE_FOR = 6 * HOUR;  // after the compressor was not enough, …
constexpr float FURNACE_UNTIL = 2;        // … or until it is so much warmer outdoors
constexpr float HYSTERESIS = 1.5f;        // of outdoor limits
constexpr Millis BLIND_CYCLE = 40 * MINUTE;
constexpr float LIES_BY = 3;             // so cold in spite of …
constexpr Millis LIES_FOR = 3 * HOUR;     // … so much heat, and nothing moved
constexpr Millis FROZEN_FOR = 12 * HOUR;  // to the last digit, in heating weather
constexpr float HEATING_WEATHER = 10;
constexpr Millis CALM_AFTER = 6 * HOUR;  // of power: a restart costs the compressor's rest
constexpr Millis BELONGS_FOR = 30 * MINUTE;  // a board to the thermostat that told it a plan

// What keeps the house from freezing, whatever else is wanted.
struct Fallback {
  Terminals heat = 0;  // while there is no plan
  float on_below = 5;
  float off_at = 7;
};

// What became of the house since the last heartbeat.
struct Account {
  Millis lasted = 0;
  Millis measured = 0;  // so long a room was believed …
  float warmth = 0;     // … and this is the sum of its °C · h
  Millis compressed = 0;
  Millis backed_up = 0;
  uint32_t starts = 0;

  float room() const { return measured ? warmth / in_hours(measured) : NAN; }
};

enum class Side : uint8_t { NONE, HEAT, COOL };

class Thermostat {
 public:
  static constexpr unsigned ROOMS = 4;

  Fallback fallback;
  Thermometer rooms[ROOMS];  // the first that is believed counts
  Thermometer outdoor;

  explicit Thermostat(Board &board) : board_(board) {
    outdoor.lowest = told_outdoor_.lowest = -60;
    outdoor.leap = told_outdoor_.leap = 100;
    outdoor.stale = HOUR;
    told_outdoor_.stale = 24 * HOUR;
  }

  // Nobody knows what ran before: the compressor counts as just started. So a power cut
  // that comes again and again is not a start each time.
  void boot(Millis now) {
    watched_ = staged_ = started_ = now;
    furnace_stopped_ = now - HOUR;
  }

  const Plan &plan() const { return plan_; }
  Millis age(Millis now) const { return now - told_; }  // of the plan; at least since power-up

  void restore(const Plan &plan) {
    if (plan.is_there() && !refusal(plan))
      plan_ = plan;
  }

  // Take a plan over, whole; return why not, or nothing.
  const char *tell(const Plan &plan, float outdoors, Millis now) {
    if (const char *why = refusal(plan))
      return why;
    if (const char *why = not_wired(plan))
      return why;
    if (told_ && plan.author != plan_.author && age(now) < BELONGS_FOR)
      return "another thermostat has told its plan";
    plan_ = plan;
    plan_.version = Plan::VERSION;
    told_ = now;
    told_outdoor_.feel(outdoors, now);
    return nullptr;
  }

  // A person at the board wants something else. While the thermostat lives, it decides.
  const char *tell_by_hand(Mode mode, float heat, float cool, Millis now) {
    if (!plan_.is_there())
      return "there is no plan yet";
    if (!board_.is_alone(now))
      return "the thermostat decides";
    Plan next = plan_;
    next.mode = mode;
    next.heat = heat;
    next.cool = cool;
    next.is_by_hand = true;
    next.is_emergency = next.is_emergency && mode == Mode::HEAT;
    const char *why = refusal(next);
    if (!why)
      plan_ = next;
    return why;
  }

  // What a thermostat that is back has not heard of yet; telling it forgets it.
  bool has_account() const { return is_unread_; }
  Account tell_account() {
    const Account told = account_;
    account_ = {};
    is_unread_ = false;
    return told;
  }

  void heartbeat(Millis now) {
    if (board_.is_alone(now))
      is_unread_ = true;
    else if (!is_unread_)
      account_ = {};
    board_.heartbeat(now);
  }

  // Once a second.
  void watch(Millis now) {
    const Millis elapsed = std::min(now - watched_, MINUTE);
    watched_ = now;
    const float room = indoors(now);
    look(room, elapsed, now);
    board_.watch(now);
    const bool is_alone = board_.is_alone(now);
    if (is_alone && (!was_alone_ || std::isnan(room) != was_blind_))
      take_over(now);
    was_alone_ = is_alone;
    was_blind_ = std::isnan(room);
    is_freezing_ = is_alone && (room < fallback.on_below || (is_freezing_ && room < fallback.off_at));
    if (is_alone)
      board_.approach(goal(room, elapsed, now), now);
  }

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

  // Whether somebody looks after the house: the thermostat, or the board by a plan and a
  // sensor that is believed.
  bool is_looked_after(Millis now) const {
    return !board_.is_alone(now) || (plan_.is_there() && !std::isnan(indoors(now)));
  }

  // Whether nothing is lost by a restart that may bring a network back.
  bool may_restart(Millis now) const {
    const bool is_calm = !plan_.is_there() || (now >= CALM_AFTER && side_ == Side::NONE && !was_blind_);
    return board_.is_alone(now) && board_.is_at_rest() && is_calm;
  }

  const char *status(Millis now) {
    if (!board_.is_alone(now))
      return board_.is_on(Y1) ? "compressor runs" : board_.is_rested(now) ? "ready" : "compressor rests";
    if (is_freezing_)
      return "no heartbeat, keeps the house from freezing";
    if (!plan_.is_there() || plan_.mode == Mode::OFF)
      return board_.is_at_rest() ? "no heartbeat, released" : "no heartbeat, releasing";
    if (was_blind_)
      return heats(plan_.mode) ? "alone without a thermometer, heats by the weather" : "alone without a thermometer";
    if (plan_.is_emergency)
      return text("alone, emergency heat to %.1f °C", plan_.heat);
    if (plan_.mode == Mode::HEAT_COOL)
      return text("alone, keeps %.1f to %.1f °C", plan_.heat, plan_.cool);
    return heats(plan_.mode) ? text("alone, heats to %.1f °C", plan_.heat) : text("alone, cools to %.1f °C", plan_.cool);
  }

 private:
  Board &board_;
  Plan plan_;
  Thermometer told_outdoor_;
  Duty duty_;
  Account account_;
  char text_[64];

  Side side_ = Side::NONE;       // what the room asks for
  Side last_side_ = Side::NONE;  // what it asked for last
  float owed_ = 0;
  float pulse_ = 0;  // min that backup heat is behind its share
  bool has_stage_2_ = false;
  bool has_backup_ = false;    // beside the compressor
  bool is_furnace_ = false;    // in its place
  bool is_locked_out_ = false;  // by the weather
  bool is_freezing_ = false;
  bool was_alone_ = false;
  bool was_blind_ = false;
  bool is_unread_ = false;    // the account
  float fell_back_at_ = NAN;  // the weather in which the compressor was not enough
  Terminals was_on_ = 0;
  Millis watched_ = 0;
  Millis told_ = 0;
  Millis called_ = 0;     // the room, for what it asks for
  Millis contended_ = 0;  // the other side asks since; 0: it does not
  Millis started_ = 0;    // the compressor
  Millis staged_ = 0;     // its second stage was last moved
  Millis fell_back_ = 0;  // to the furnace; 0: not
  Millis furnace_stopped_ = 0;
  Millis blind_since_ = 0;

  template<typename... Args> const char *text(const char *format, Args... args) {
    std::snprintf(text_, sizeof text_, format, args...);
    return text_;
  }

  const char *not_wired(const Plan &plan) const {
    const bool is_electric = plan.backup == Backup::ELECTRIC, is_fuel = plan.backup == Backup::FUEL;
    if ((is_electric && !is_wired(ELECTRIC)) || (is_fuel && !is_wired(W1)))
      return "the backup has no relay here";
    return plan.can_heat && plan.can_cool && !is_wired(VALVE) ? "the valve has no relay here" : nullptr;
  }

  bool is_wired(Terminals terminals) const { return board_.wired & terminals; }

  bool is_cooling(Terminals on) const {
    if (is_wired(VALVE))
      return is_wired(O) ? on & O : !(on & B);
    return !plan_.can_heat;
  }

  // --- What is seen, alone or not ----------------------------------------------------

  void look(float room, Millis elapsed, Millis now) {
    const Terminals on = board_.closed(), moved = on ^ was_on_;
    const bool has_started = moved & on & Y1;
    if (has_started)
      started_ = now;
    if (moved & Y2)
      staged_ = now;
    if (moved & ~on & W1)
      furnace_stopped_ = now;
    was_on_ = on;
    if (!std::isnan(room))
      duty_.learn(heat_of(on), room - outdoors(now), elapsed);
    if (board_.is_alone(now) || !is_unread_)
      enter(on, has_started, room, elapsed);
  }

  void enter(Terminals on, bool has_started, float room, Millis elapsed) {
    account_.lasted += elapsed;
    account_.starts += has_started;
    account_.compressed += on & Y1 ? elapsed : 0;
    account_.backed_up += on & (ELECTRIC | W1) ? elapsed : 0;
    if (!std::isnan(room)) {
      account_.measured += elapsed;
      account_.warmth += room * in_hours(elapsed);
    }
  }

  // How many compressors' worth of heat come in.
  float heat_of(Terminals on) const {
    const float stage = is_wired(Y2) && !(on & Y2) ? 0.7f : 1.0f;
    return (on & Y1 && !is_cooling(on) ? stage : 0) + (on & (ELECTRIC | W1) ? 1 : 0);
  }

  // --- What it does ------------------------------------------------------------------

  // Go on with what runs: a compressor that may run on is not stopped.
  void take_over(Millis now) {
    const Terminals on = board_.closed();
    const bool is_called = on & (Y1 | ELECTRIC | W1);
    side_ = !is_called ? Side::NONE : on & Y1 && is_cooling(on) ? Side::COOL : Side::HEAT;
    last_side_ = is_called ? side_ : last_side_;
    has_stage_2_ = on & Y2;
    has_backup_ = on & ELECTRIC;
    owed_ = has_backup_ ? OWED_FOR_BACKUP + 0.5f / SHARE_PER_OWED : has_stage_2_ ? OWED_FOR_STAGE_2 : 0;
    called_ = blind_since_ = now;
    contended_ = 0;
  }

  Terminals goal(float room, Millis elapsed, Millis now) {
    if (!plan_.is_there())
      return is_freezing_ ? fallback.heat : 0;
    if (std::isnan(room))
      return blind(now);
    side_ = is_freezing_ ? Side::HEAT : next_side(room, now);
    owe(room, elapsed);
    doubt(room, now);
    const Terminals wanted = side_ == Side::HEAT   ? heating(heat_setpoint() - room, elapsed, now)
                             : side_ == Side::COOL ? cooling(room - plan_.cool, now)
                                                   : 0;
    return wanted & Y1 ? wanted : wanted | held(wanted, room, now);
  }

  float heat_setpoint() const { return heats(plan_.mode) ? plan_.heat : fallback.off_at; }

  // A call begins a differential beyond the setpoint and ends one within it; one for the
  // other side waits.
  Side next_side(float room, Millis now) {
    const Side asked = asked_side(room, now);
    const bool turns = asked != Side::NONE && last_side_ != Side::NONE && asked != last_side_;
    contended_ = !turns ? 0 : contended_ ? contended_ : now;
    if (asked == Side::NONE || (turns && now - contended_ < CHANGEOVER))
      return Side::NONE;
    called_ = asked == side_ ? called_ : now;
    last_side_ = asked;
    return asked;
  }

  Side asked_side(float room, Millis now) const {
    const bool is_helped = owed_ > OWED_FOR_BACKUP && plan_.backup == Backup::ELECTRIC;
    const float ends = is_helped ? ENDS_ABOVE : plan_.heat_differential;
    const float low = plan_.heat + (side_ == Side::HEAT ? ends : -plan_.heat_differential);
    const float high = plan_.cool - (side_ == Side::COOL ? 1 : -1) * plan_.cool_differential;
    if (heats(plan_.mode) && room < std::min(low, WARMEST))
      return Side::HEAT;
    return cools(plan_.mode) && room > std::max(high, COLDEST) && may_cool(now) ? Side::COOL : Side::NONE;
  }

  bool may_cool(Millis now) const {
    const float limit = plan_.cooling_above - (side_ == Side::COOL ? 1 : 0);
    return plan_.can_cool && (plan_.has_no_cooling_limit() || outdoors(now) >= limit);  // unknown is not warm
  }

  void owe(float room, Millis elapsed) {
    const float beyond = side_ == Side::HEAT ? heat_setpoint() - room : room - plan_.cool;
    const float more = side_ == Side::NONE ? -FORGIVEN : board_.is_on(Y1) ? beyond - SWING : 0;
    owed_ = std::clamp(owed_ + more * in_minutes(elapsed), 0.0f, MOST_OWED);
  }

  // What heat does not move though it is far too cold, or what repeats itself for half a
  // day of heating weather, does not measure the room.
  void doubt(float room, Millis now) {
    const bool is_cold = side_ == Side::HEAT && plan_.heat - room > LIES_BY && now - called_ >= LIES_FOR;
    for (Thermometer &each : rooms) {
      if (!each.is_believed(now))
        continue;
      if ((is_cold && each.stands_for(now) >= LIES_FOR) ||
          (outdoors(now) < HEATING_WEATHER && each.repeats_for(now) >= FROZEN_FOR))
        each.doubt();
      return;
    }
  }

  Terminals cooling(float excess, Millis now) {
    has_backup_ = false;
    return compressor(COOL_BY_COMPRESSOR, now) | stage_2(excess, now);
  }

  Terminals heating(float droop, Millis elapsed, Millis now) {
    choose_heater(droop, now);
    if (is_furnace_ || is_locked_out_ || plan_.is_emergency)
      return instead();
    return compressor(HEAT_BY_COMPRESSOR, now) | stage_2(droop, now) | backup(droop, elapsed, now);
  }

  // What heats in the compressor's place.
  Terminals instead() const {
    if (plan_.backup == Backup::FUEL)
      return HEAT_BY_FURNACE;
    return plan_.backup == Backup::NONE ? 0 : plan_.is_emergency || !is_wired(W2) ? HEAT_BY_ELECTRICITY : W2 | G;
  }

  // Whether the weather locks the compressor out, and whether a furnace takes its place
  // where it was not enough.
  void choose_heater(float droop, Millis now) {
    const float weather = outdoors(now);
    const float limit = plan_.compressor_above + (is_locked_out_ ? HYSTERESIS : 0);
    is_locked_out_ = !plan_.can_heat || (plan_.backup != Backup::NONE && !is_freezing_ && weather < limit);
    if (plan_.backup == Backup::FUEL && !fell_back_ && owed_ >= OWED_FOR_FURNACE && may_back_up(droop, now)) {
      fell_back_ = now;
      fell_back_at_ = weather;
    }
    if (now - fell_back_ >= FURNACE_FOR || weather > fell_back_at_ + FURNACE_UNTIL)
      fell_back_ = 0;
    is_furnace_ = plan_.backup == Backup::FUEL && (is_locked_out_ || fell_back_);
  }

  bool may_back_up(float droop, Millis now) const {
    const float limit = plan_.backup_below - (has_backup_ ? 0 : 1);
    return droop > FAR || is_freezing_ || !(outdoors(now) >= limit);
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

  Terminals stage_2(float beyond, Millis now) {
    const bool is_wanted = owed_ >= OWED_FOR_STAGE_2 || (has_stage_2_ && beyond > 0);
    if (!board_.is_on(Y1))
      has_stage_2_ = false;
    else if (now - staged_ >= STAGE_2_TIME)
      has_stage_2_ = is_wanted;
    return has_stage_2_ ? Y2 : 0;
  }

  Terminals backup(float droop, Millis elapsed, Millis now) {
    const bool can = plan_.backup == Backup::ELECTRIC && board_.is_on(Y1) && droop > 0;
    const bool may = can && owed_ > OWED_FOR_BACKUP && now - started_ >= FIRST_MINUTES && may_back_up(droop, now);
    const float share = (owed_ - OWED_FOR_BACKUP) * SHARE_PER_OWED + (droop - SWING) * SHARE_PER_DROOP;
    pulse_ += ((may ? std::clamp(share, 0.0f, 1.0f) : 0) - has_backup_) * in_minutes(elapsed);
    pulse_ = std::clamp(pulse_, -PULSE / 2, PULSE / 2);
    has_backup_ = can && (has_backup_ ? pulse_ > -PULSE / 2 : pulse_ >= PULSE / 2);
    return has_backup_ ? W2 : 0;
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

  // Nobody knows how warm it is: heat for its share of every cycle.
  Terminals blind(Millis now) {
    side_ = Side::NONE;
    owed_ = 0;
    if (!heats(plan_.mode))
      return 0;
    const float load = duty_.owed(outdoors(now));
    const float into = static_cast<float>((now - blind_since_) % BLIND_CYCLE) / BLIND_CYCLE;
    choose_heater(0, now);
    if (is_furnace_ || is_locked_out_ || plan_.is_emergency)
      return into < load ? instead() : 0;
    const Terminals heat = into < load ? compressor(HEAT_BY_COMPRESSOR, now) : 0;
    const bool is_short = heat && board_.is_on(Y1) && plan_.backup == Backup::ELECTRIC && into < load - 1;
    return heat ? heat | Y2 | (is_short ? W2 : 0) : 0;
  }
};

}  // namespace board_safety
