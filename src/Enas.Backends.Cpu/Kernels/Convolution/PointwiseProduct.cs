using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// 1x1 convolutions of stride 1, forward and data gradients. Positions of all channels, an image of them where it fits, are packed tile by
/// tile, since planes a power of two apart would fall into the same sets of the cache; the next ones are fetched meanwhile. Threads split
/// images and positions.
/// </summary>
internal sealed unsafe class PointwiseProduct(WorkerPool pool, InstructionPath path, ImageWorkspace workspace) : ParallelKernel(pool)
{
    private const int TilePositions = ConvolutionTiles.PositionGranule;

    // A panel fits the second-level cache beside what is fetched for the next.
    private const int PanelFloats = 1 << 16;

    private int _images;
    private int _groups;
    private int _area;
    private int _panelPositions;
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

    private int AsideStride => FlatPlanes.PaddedLength(_panelPositions);

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

    /// <summary>Shared room of <see cref="BeginUnits"/>.</summary>
    public static long SharedSize(in ConvolutionGeometry geometry) => geometry.GroupOutputs + 64 + geometry.WeightCount;

    /// <summary>Room of a thread in <see cref="RunUnit"/>.</summary>
    public long AsideSize(in ConvolutionGeometry geometry) =>
        (long)ConvolutionTiles.MaximumRows(path) * FlatPlanes.PaddedLength(geometry.Height * geometry.Width + TilePositions);

    /// <summary>Prepares data gradients for units of an image and a group that another kernel hands over, their dy laid out in
    /// its own room.</summary>
    /// <param name="planeFloats">Distance of the planes of dy there.</param>
    /// <param name="shared">Room for weights.</param>
    public void BeginUnits(in ConvolutionGeometry geometry,
        float* weight, float* dx, bool accumulate, float* mask, int planeFloats, float* shared)
    {
        Set(geometry, geometry.GroupOutputs, geometry.GroupChannels, null, dx, mask, rectify: false, accumulate);
        _panelPositions = (_area + TilePositions - 1) / TilePositions * TilePositions;
        Tabulate(shared, planeFloats);
        PackWeights(weight, rowStride: 1, termStride: _rows);
    }

    /// <summary>The data gradient of one unit. Threads may run units side by side, each with room of its own.</summary>
    /// <param name="dy">Planes of a unit; a tile may read beyond the last position of the last plane.</param>
    public void RunUnit(long unit, float* dy, float* aside)
    {
        var next = default(Prefetcher);
        RunPanel((int)(unit % _groups), unit * _rows * _area, _area, dy, 1, aside, ref next);
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var (start, end) = StaticSplit.Range((long)_images * _groups * _panels, 1, part, parts);
        for (var item = start; item < end; item++)
        {
            var (unit, position) = (item / _panels, (int)(item % _panels) * _panelPositions);
            var count = Math.Min(_panelPositions, _area - position);
            var source = _from + (unit * _terms * _area) + position;
            var next = item + 1 < end ? NextPanel(source, position, count) : default;
            Pack(source, count, workspace.Own(part));
            RunPanel(
                (int)(unit % _groups), (unit * _rows * _area) + position,
                    count, workspace.Own(part), _terms, workspace.Own(part) + ((nint)_terms * _panelPositions), ref next);
        }
    }

    private void Begin(in ConvolutionGeometry geometry,
        int terms, int rows, float* from, float* to, float* mask, bool rectify, bool accumulate)
    {
        Set(geometry, terms, rows, from, to, mask, rectify, accumulate);
        _panelPositions = Math.Clamp(PanelFloats / terms, TilePositions, _area + TilePositions - 1) / TilePositions * TilePositions;
        _panels = (_area + _panelPositions - 1) / _panelPositions;
        workspace.Reserve(((long)terms * _panelPositions) + ((long)ConvolutionTiles.MaximumRows(path) * AsideStride),
            terms + 64 + geometry.WeightCount);
        Tabulate(workspace.Shared, TilePositions);
    }

    private void Set(in ConvolutionGeometry geometry,
        int terms, int rows, float* from, float* to, float* mask, bool rectify, bool accumulate)
    {
        (_images, _groups, _area, _terms,
            _rows) = (geometry.Images, geometry.Options.Groups, geometry.Height * geometry.Width, terms, rows);
        (_rectify, _accumulate) = (rectify, accumulate);
        _from = from;
        _to = to;
        _mask = mask;
    }

    private void Tabulate(float* shared, int termFloats)
    {
        _offsets = (int*)shared;
        _weights = shared + _terms + 64;
        for (var term = 0; term < _terms; term++)
        {
            _offsets[term] = term * termFloats;
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

    private Prefetcher NextPanel(float* source, int position, int count)
    {
        var isLast = position + count == _area;
        return new Prefetcher(
            isLast ? source - position + ((nint)_terms * _area)
                : source + count, isLast ? Math.Min(_panelPositions, _area) : Math.Min(_panelPositions, _area - position - count),
            _area, _terms, Tiles.Count * (_panelPositions / TilePositions));
    }

    /// <summary>A panel is packed by tiles, [tile][term][32]; what the last tile lacks is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(float* source, int count, float* panel)
    {
        var (terms, area, rectify) = (_terms, (nint)_area, _rectify);
        var tileFloats = (nint)terms * TilePositions;
        for (var term = 0; term < terms; term++, source += area, panel += TilePositions)
        {
            var to = panel;
            var i = 0;
            for (; i + TilePositions <= count; i += TilePositions, to += tileFloats)
            {
                RowMoves.Copy(source + i, to, TilePositions, rectify);
            }

            if (i < count)
            {
                RowMoves.Copy(source + i, to, count - i, rectify);
                RowMoves.Fill(to + count - i, TilePositions - count + i, 0f);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel(int group, long target, int count, float* panel, nint positionFloats, float* aside, ref Prefetcher next)
    {
        var tiles = Tiles;
        var weights = _weights + ((nint)group * _rows * _terms);
        var straight = _mask == null && !_accumulate ? count / TilePositions * TilePositions : 0;
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var (first, rows) = (tiles.Start(tile), tiles.RowsOf(tile));
            var at = target + ((long)first * _area);
            for (var position = 0; position < straight; position += TilePositions)
            {
                Announce(_to + at + position + TilePositions, rows);
                ConvolutionTiles.Run(
                    path, rows, weights + ((nint)first * _terms), panel + (position * positionFloats), _offsets, _terms,
                    _to + at + position, _area, TilePositions, ref next);
            }

            if (straight < count)
            {
                RunAside(weights + ((nint)first * _terms),
                    panel + (straight * positionFloats), positionFloats, rows, at + straight, count - straight, aside, ref next);
            }
        }
    }

    /// <summary>Asks for the lines that the next tile writes: whole lines, once each, so it does not matter that they share their sets of
    /// the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Announce(float* to, int rows)
    {
        for (var row = 0; Sse.IsSupported && row < rows; row++, to += _area)
        {
            Sse.Prefetch1(to);
            Sse.Prefetch1(to + Lanes.Count);
        }
    }

    /// <summary>
    /// Rows of results that are added, masked or cut are made aside and then copied whole: the same positions of many planes, a power of
    /// two apart, would evict each other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunAside(float* weights,
        float* panel, nint positionFloats, int rows, long target, int count, float* aside, ref Prefetcher next)
    {
        var results = new Prefetcher(_to + target, count, _area, rows, count / TilePositions);
        for (var position = 0; position < count; position += TilePositions)
        {
            results.Step();
            ConvolutionTiles.Run(path, rows,
                weights, panel + (position * positionFloats), _offsets, _terms, aside + position, AsideStride, TilePositions, ref next);
        }

        CopyOut(aside, target, rows, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyOut(float* aside, long at, int rows, int count)
    {
        for (var row = 0; row < rows; row++, at += _area, aside += AsideStride)
        {
            if (_mask != null)
            {
                RowMoves.CopyMasked(aside, _to + at, _mask + at, count, 1, _accumulate);
            }
            else if (_accumulate)
            {
                RowMoves.Add(aside, _to + at, count);
            }
            else
            {
                RowMoves.Copy(aside, _to + at, count, rectify: false);
            }
        }
    }
}
