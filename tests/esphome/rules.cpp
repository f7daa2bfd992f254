// The rules of the board as a library that Python can load.

#include "../../esphome/components/heat_pump_board/board_safety.h"

using namespace board_safety;

extern "C" {

Board *board_new(int wired, uint64_t minimum_off, uint64_t fan_run_on, uint64_t heartbeat_timeout, int heat,
                 uint64_t now) {
  auto *board = new Board;
  board->wired = wired;
  board->limits = {minimum_off, heartbeat_timeout, fan_run_on};
  board->fallback.heat = heat;
  board->boot(now);
  return board;
}

void board_delete(Board *board) { delete board; }
void board_heartbeat(Board *board, uint64_t now) { board->heartbeat(now); }
void board_feel(Board *board, float celsius, uint64_t now) { board->feel(celsius, now); }
void board_watch(Board *board, uint64_t now) { board->watch(now); }
void board_release_all(Board *board, uint64_t now) { board->release_all(now); }
bool board_is_alone(Board *board, uint64_t now) { return board->is_alone(now); }
const char *board_status(Board *board, uint64_t now) { return board->status(now); }

const char *board_request(Board *board, int terminal, bool on, uint64_t now) {
  return text(board->request(static_cast<Terminal>(terminal), on, now));
}

int board_closed(Board *board) {
  int closed = 0;
  for (const Terminal terminal : ORDER)
    closed |= board->is_on(terminal) ? terminal : 0;
  return closed;
}

}  // extern "C"
