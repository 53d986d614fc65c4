namespace Enas.Pipeline.Tasks.Text;

/// <summary>A stretch of time common to all columns: inputs at <paramref name="Start"/> ... Start + Length - 1,
/// targets one later.</summary>
internal readonly record struct TokenWindow(int Start, int Length);
