import Attendance

/// Class meetings of the simulated school: one a day in each room, while the world lasts.
struct SimulatedRegister {
    var sessions: [Session] = []
}
