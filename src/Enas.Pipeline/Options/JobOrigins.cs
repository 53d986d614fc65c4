namespace Enas.Pipeline.Options;

/// <summary>How a search's folder came to be.</summary>
public static class JobOrigins
{
    public const string Search = "search";
    public const string Train = "train";
    public const string Fork = "fork";
}
