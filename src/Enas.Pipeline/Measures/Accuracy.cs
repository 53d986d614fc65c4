namespace Enas.Pipeline.Measures;

/// <summary>Accuracy: the share of images whose class was predicted.</summary>
public static class Accuracy
{
    /// <summary>Over some batches; null when one of them does not say how many were correct.</summary>
    public static double? Of(IReadOnlyList<WindowLoss> windows) =>
        windows.Count > 0 && windows.All(window => window.CorrectCount is not null)
        ? (double)windows.Sum(window => (long)window.CorrectCount!.Value) / windows.Sum(window => (long)window.TokenCount)
        : null;
}
