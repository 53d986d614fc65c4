using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// 1x1 convolutions of stride 1, forward and data gradients. A panel of 32 positions of all channels is packed into the first-level cache,
/// since planes a power of two apart would fall into the same sets of it, while the next panel is fetched. Threads split images and positions.
/// </summary>
internal sealed unsafe class PointwiseProduct(WorkerPool pool, InstructionPath path, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private const int PanelPositions = ConvolutionTiles.PositionGranule;

    private int _images;
    private int _groups;
    private int _area;
    private int _panels;
    private int _terms;
    private int _rows;
    private int* _offsets;
    private float* _weights;
    private float* _from;
    private float* _to;
    private float* _mask;
    private bool _rectify;
    private bool _accumulate;

    private RowTiles Tiles => new(_rows, ConvolutionTiles.MaximumRows(path));

    /// <summary>y = x ∗ w, of max(x, 0) when <paramref name="rectify"/>.</summary>
    public void Forward(in ConvolutionGeometry geometry, float* x, float* weight, float* y, bool rectify)
    {
        Begin(geometry, geometry.GroupChannels, geometry.GroupOutputs, x, y, null, rectify, accumulate: false);
        PackWeights(weight, rowStride: _terms, termStride: 1);
        RunParts((long)_images * _groups * _panels, geometry.MultiplyAdds < 1 << 16);
    }

    /// <summary>dx (+)= the gradient through dy; zero where <paramref name="mask"/>, when given, is not positive.</summary>
    public void DataGradient(in ConvolutionGeometry geometry, float* dy, float* weight, float* dx, bool accumulate, float* mask)
    {
        Begin(geometry, geometry.GroupOutputs, geometry.GroupChannels, dy, dx, mask, rectify: false, accumulate);
        PackWeights(weight, rowStride: 1, termStride: _rows);
        RunParts((long)_images * _groups * _panels, geometry.MultiplyAdds < 1 << 16);
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range((long)_images * _groups * _panels, 1, part, parts);
        for (var item = start; item < end; item++)
        {
            var (unit, position) = (item / _panels, (int)(item % _panels) * PanelPositions);
            var count = Math.Min(PanelPositions, _area - position);
            Pack(_from + (unit * _terms * _area) + position, count, workspace.Own(part));
            RunPanel((int)(unit % _groups), (unit * _rows * _area) + position, count, workspace.Own(part));
        }
    }

    private void Begin(in ConvolutionGeometry geometry, int terms, int rows, float* from, float* to, float* mask, bool rectify, bool accumulate)
    {
        (_images, _groups, _area, _terms, _rows) = (geometry.Images, geometry.Options.Groups, geometry.Height * geometry.Width, terms, rows);
        _panels = (_area + PanelPositions - 1) / PanelPositions;
        (_rectify, _accumulate) = (rectify, accumulate);
        _from = from;
        _to = to;
        _mask = mask;
        workspace.Reserve(((long)terms + ConvolutionTiles.MaximumRows(path)) * PanelPositions, terms + 64 + geometry.WeightCount);
        _offsets = (int*)workspace.Shared;
        _weights = workspace.Shared + terms + 64;
        for (var term = 0; term < terms; term++)
        {
            _offsets[term] = term * PanelPositions;
        }
    }

    /// <summary>Weights of each group by tiles of rows, [terms][rows]. Row and term strides are those within a group.</summary>
    private void PackWeights(float* weight, int rowStride, int termStride)
    {
        var tiles = Tiles;
        var packed = _weights;
        for (var group = 0; group < _groups; group++, weight += _rows * _terms)
        {
            for (var tile = 0; tile < tiles.Count; tile++)
            {
                for (var term = 0; term < _terms; term++)
                {
                    for (var row = tiles.Start(tile); row < tiles.Start(tile + 1); row++)
                    {
                        *packed++ = weight[((nint)row * rowStride) + ((nint)term * termStride)];
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* source, int count, float* panel)
    {
        var (terms, area, rectify) = (_terms, (nint)_area, _rectify);
        for (var term = 0; term < terms; term++, source += area, panel += PanelPositions)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(source + PanelPositions);
                Sse.Prefetch0(source + PanelPositions + 16);
            }

            RowMoves.Copy(source, panel, count, rectify);
            RowMoves.Fill(panel + count, PanelPositions - count, 0f);
        }
    }

    private void RunPanel(int group, long target, int count, float* panel)
    {
        var tiles = Tiles;
        var weights = _weights + ((nint)group * _rows * _terms);
        var aside = panel + ((nint)_terms * PanelPositions);
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var (first, rows) = (tiles.Start(tile), tiles.RowsOf(tile));
            var at = target + ((long)first * _area);
            if (count == PanelPositions && _mask == null)
            {
                ConvolutionTiles.Run(path, rows, weights + ((nint)first * _terms), panel, _offsets, _terms, _to + at, _area, PanelPositions, _accumulate);
                continue;
            }

            LoadAside(at, rows, count, aside);
            ConvolutionTiles.Run(path, rows, weights + ((nint)first * _terms), panel, _offsets, _terms, aside, PanelPositions, PanelPositions, _accumulate && _mask == null);
            StoreAside(at, rows, count, aside);
        }
    }

    /// <summary>What chains start from, where they do not start from zero.</summary>
    private void LoadAside(long at, int rows, int count, float* aside)
    {
        for (var row = 0; row < rows && _accumulate && _mask == null; row++)
        {
            RowMoves.Copy(_to + at + ((long)row * _area), aside + (row * PanelPositions), count, rectify: false);
        }
    }

    private void StoreAside(long at, int rows, int count, float* aside)
    {
        for (var row = 0; row < rows; row++, at += _area, aside += PanelPositions)
        {
            if (_mask != null)
            {
                RowMoves.CopyMasked(aside, _to + at, _mask + at, count, 1, _accumulate);
            }
            else
            {
                RowMoves.Copy(aside, _to + at, count, rectify: false);
            }
        }
    }
}
