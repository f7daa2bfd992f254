#pragma once

#include <string>
#include <vector>

#include "board_safety.h"
#include "esphome/components/output/binary_output.h"
#include "esphome/components/sensor/sensor.h"
#include "esphome/components/switch/switch.h"
#include "esphome/core/component.h"

namespace esphome::heat_pump_board {

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

// Lends the rules a clock, relays and a thermometer.
class HeatPumpBoard : public PollingComponent {
 public:
  void set_minimum_off(uint32_t ms) { this->rules_.limits.minimum_off = ms; }
  void set_fan_run_on(uint32_t ms) { this->rules_.limits.fan_run_on = ms; }
  void set_heartbeat_timeout(uint32_t ms) { this->rules_.limits.heartbeat_timeout = ms; }
  void set_fallback(Terminals heat, float on_below, float off_at) {
    this->rules_.fallback = {heat, on_below, off_at};
  }
  void set_room(sensor::Sensor *room) { this->room_ = room; }
  void add_terminal(TerminalSwitch *terminal);

  void setup() override;
  void update() override;
  void dump_config() override;
  void on_shutdown() override;
  float get_setup_priority() const override { return setup_priority::HARDWARE; }

  void request(const TerminalSwitch *terminal, bool on);
  void heartbeat();
  bool is_alone() const;
  bool is_at_rest() const { return this->rules_.is_at_rest(); }
  const char *status() const;
  const std::string &refusal() const { return this->refusal_; }

 protected:
  void move_relays_();

  board_safety::Board rules_;
  std::vector<TerminalSwitch *> terminals_;
  sensor::Sensor *room_{nullptr};
  std::string refusal_;
};

}  // namespace esphome::heat_pump_board
