namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>What an edge of a NAS-Bench-201 cell does; the values are the benchmark's own numbers.</summary>
internal enum NasBench201Operation
{
    /// <summary>Nothing: the edge is not there.</summary>
    None = 0,

    /// <summary>Passes its input on unchanged.</summary>
    SkipConnect = 1,

    /// <summary>ReLU, 1x1 convolution, batch normalisation.</summary>
    Convolution1 = 2,

    /// <summary>ReLU, 3x3 convolution, batch normalisation.</summary>
    Convolution3 = 3,

    /// <summary>3x3 average pooling.</summary>
    AveragePool3 = 4,
}

/// <summary>The operations' names in architecture strings.</summary>
internal static class NasBench201Operations
{
    private static readonly string[] s_names = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    /// <summary>The names in the order of the benchmark's numbers.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>The number of the operation with a name, or -1.</summary>
    public static int Find(string name) => Array.IndexOf(s_names, name);

    /// <summary>The name of an operation.</summary>
    public static string NameOf(NasBench201Operation operation) => s_names[(int)operation];
}
