namespace Enas.Pipeline.Search;

/// <summary>One stage of the scoring at the end of a search.</summary>
/// <param name="Name">Its name, see <see cref="Steps.Score.ScoreStages"/>; null where there is only one and nothing is staged.</param>
/// <param name="Count">Candidates that it scores, at most.</param>
/// <param name="Items">Images or windows that it scores each of them on; 0 for the whole validation set.</param>
internal sealed record ScoringStage(string? Name, int Count, int Items);
