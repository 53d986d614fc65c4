using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>
/// The operations of a cell as layers. An operation has weights of its own on each edge of each cell, whoever else is computed there, so
/// that networks of one path and mixtures share them.
/// </summary>
internal static class NasBench201Layers
{
    private const int PoolSize = 3;

    /// <summary>Where the keys of an edge's operation begin.</summary>
    /// <param name="cell">Where those of the cell begin.</param>
    /// <param name="edge">The edge with its operation.</param>
    public static string KeyOf(string cell, NasBench201Edge edge) => string.Create(
        CultureInfo.InvariantCulture, $"{cell}/node{edge.To}/edge{edge.From}/{NasBench201Operations.NameOf(edge.Operation)}");

    /// <summary>What an edge makes of an image; the shape stays.</summary>
    /// <param name="cell">Where the keys of the cell begin.</param>
    /// <param name="edge">The edge with its operation.</param>
    /// <param name="x">What the edge reads.</param>
    /// <param name="affine">Whether the norm of a convolution has weights.</param>
    public static Tensor Run(ImageLayers layers, string cell, NasBench201Edge edge, Tensor x, bool affine) => edge.Operation switch
    {
        NasBench201Operation.None => layers.Zero(x),
        NasBench201Operation.SkipConnect => x,
        NasBench201Operation.Convolution1 => Convolution(layers, KeyOf(cell, edge), x, 1, affine),
        NasBench201Operation.Convolution3 => Convolution(layers, KeyOf(cell, edge), x, 3, affine),
        NasBench201Operation.AveragePool3 => layers.AveragePool(x, PoolingOptions.Same(PoolSize)),
        _ => throw new ArgumentOutOfRangeException(nameof(edge)),
    };

    /// <summary>Rectifier, convolution, batch norm.</summary>
    private static Tensor Convolution(ImageLayers layers, string key, Tensor x, int kernel, bool affine) => layers.BatchNorm(
        key, layers.Convolution(key, x, x.Shape[1], kernel, ConvolutionOptions.Same(kernel), rectifyInput: true), affine: affine);
}
