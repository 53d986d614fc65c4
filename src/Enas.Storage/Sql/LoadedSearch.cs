namespace Enas.Storage.Sql;

/// <summary>How much of a search a query sees.</summary>
/// <param name="Name">As the column <c>search</c> has it.</param>
/// <param name="EventCount">Its events; all were verified as they were read.</param>
/// <param name="LastEventType">Type of the last one, null when nothing is committed.</param>
/// <param name="IsComplete">Whether it has come to its end.</param>
internal sealed record LoadedSearch(string Name, long EventCount, string? LastEventType, bool IsComplete);
