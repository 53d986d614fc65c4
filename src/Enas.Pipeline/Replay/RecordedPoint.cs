using Enas.Pipeline.Search;

namespace Enas.Pipeline.Replay;

/// <summary>A log cut between two steps.</summary>
/// <param name="State">The fold of everything before the cut.</param>
/// <param name="NextSequence">The first event after it.</param>
/// <param name="FactHead">Head of the fact chain at the cut, 64 hexadecimal digits.</param>
internal sealed record RecordedPoint(SearchState State, long NextSequence, string FactHead);
