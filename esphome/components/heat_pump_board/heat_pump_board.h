#pragma once

#include <string>
#include <vector>

#include "board_thermostat.h"
#include "esphome/components/output/binary_output.h"
#include "esphome/components/sensor/sensor.h"
#include "esphome/components/switch/switch.h"
#include "esphome/core/component.h"
#include "esphome/core/preferences.h"

namespace esphome::heat_pump_board {

using board_safety::Mode;
using board_safety::Plan;
using board_safety::Terminal;
using board_safety::Terminals;

class HeatPumpBoard;

// The switch of a terminal, and the relay behind it.
class TerminalSwitch : public switch_::Switch, public Component {
 public:
  TerminalSwitch(HeatPumpBoard *board, Terminal terminal, output::BinaryOutput *relay)
      : terminal(terminal), board_(board), relay_(relay) {}

  const Terminal terminal;

  void setup() override;
  void dump_config() override;
  float get_setup_priority() const override { return setup_priority::HARDWARE - 1.0f; }
  void set(bool on);

 protected:
  void write_state(bool on) override;

  HeatPumpBoard *board_;
  output::BinaryOutput *relay_;
};

// Lends the rules a clock, relays, thermometers and a memory.
class HeatPumpBoard : public PollingComponent {
 public:
  void set_minimum_off(uint32_t ms) { this->rules_.limits.minimum_off = ms; }
  void set_fan_run_on(uint32_t ms) { this->rules_.limits.fan_run_on = ms; }
  void set_heartbeat_timeout(uint32_t ms) { this->rules_.limits.heartbeat_timeout = ms; }
  void set_fallback(Terminals heat, float on_below, float off_at) {
    this->thermostat_.fallback = {heat, on_below, off_at};
  }
  void add_room(sensor::Sensor *room, uint32_t stale);
  void set_outdoor(sensor::Sensor *outdoor);
  void set_guard(output::BinaryOutput *guard) { this->guard_ = guard; }
  void add_terminal(TerminalSwitch *terminal);

  void setup() override;
  void update() override;
  void dump_config() override;
  void on_shutdown() override;
  float get_setup_priority() const override { return setup_priority::HARDWARE; }

  void request(const TerminalSwitch *terminal, bool on);
  void heartbeat();
  bool is_alone() const;
  bool may_restart() const;
  const char *status();
  const std::string &refusal() const { return this->refusal_; }

  // Take a plan over, from the thermostat or by hand; return why not, or nothing.
  const char *tell(const Plan &plan, float outdoors);
  const char *tell_by_hand(Mode mode, float heat, float cool);
  // The same, one thing at a time.
  const char *set_heat(float heat) { return this->tell_by_hand(this->plan().mode, heat, this->plan().cool); }
  const char *set_mode(Mode mode) { return this->tell_by_hand(mode, this->plan().heat, this->plan().cool); }

  const char *turn(float by);  // the setpoint of its mode
  const char *next_mode();

  const Plan &plan() const { return this->thermostat_.plan(); }
  bool has_account() const { return this->thermostat_.has_account(); }
  board_safety::Account tell_account() { return this->thermostat_.tell_account(); }
  const char *mode_name() const { return board_safety::MODES[static_cast<unsigned>(this->plan().mode)]; }
  std::string plan_text() const;
  float plan_age() const;  // minutes; no number without one
  float indoors() const;
  unsigned writes() const { return this->pen_.count(); }  // to the flash memory, since power-up

 protected:
  void move_relays_();
  void keep_plan_();

  board_safety::Board rules_;
  board_safety::Thermostat thermostat_{rules_};
  board_safety::Pen pen_;
  Plan kept_;
  ESPPreferenceObject memory_;
  std::vector<TerminalSwitch *> terminals_;
  unsigned rooms_{0};
  output::BinaryOutput *guard_{nullptr};
  std::string refusal_;
};

}  // namespace esphome::heat_pump_board
