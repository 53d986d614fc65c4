namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// What a convolution needs besides its operands: the layout of the flat planes, the passes, each term's offset, the packed weights.
/// A forward pass has one pass whose terms are (input channel, kernel row, kernel column) in order. A data gradient has one for each row
/// and column phase of the stride, with terms (output channel, kernel row, kernel column), those taps that reach the phase.
/// </summary>
internal sealed unsafe class ConvolutionPlan(InstructionPath path)
{
    private readonly List<ConvolutionPass> _passes = [];
    private ConvolutionGeometry _geometry;
    private int* _offsets;
    private float* _weights;

    /// <summary>Layout of the planes that are read.</summary>
    public FlatPlanes Planes { get; private set; }

    /// <summary>Number of passes.</summary>
    public int PassCount => _passes.Count;

    /// <summary>Rows of results of a group: output channels forward, input channels in a data gradient.</summary>
    public int Rows { get; private set; }

    /// <summary>The most positions a pass has.</summary>
    public int MostPositions { get; private set; }

    /// <summary>How the rows of a group are cut.</summary>
    public RowTiles Tiles => new(Rows, ConvolutionTiles.MaximumRows(path));

    /// <summary>Floats of shared room that a plan takes.</summary>
    public static long SharedSize(in ConvolutionGeometry geometry) =>
        (geometry.Terms + (long)(geometry.GroupOutputs * geometry.Taps) + 64) + geometry.WeightCount;

    /// <summary>A pass.</summary>
    public ConvolutionPass Pass(int index) => _passes[index];

    /// <summary>A pass's offsets.</summary>
    public int* Offsets(in ConvolutionPass pass) => _offsets + pass.OffsetsAt;

    /// <summary>A pass's packed weights for a tile of rows.</summary>
    public float* Weights(in ConvolutionPass pass, int group, int firstRow) =>
        _weights + pass.WeightsAt + ((((nint)group * Rows) + firstRow) * pass.Terms);

    /// <summary>Plans y = x ∗ w.</summary>
    public void PlanForward(in ConvolutionGeometry geometry, float* weight, float* room)
    {
        Begin(geometry, geometry.GroupOutputs, room);
        Planes = InputPlanes(geometry);
        FillInputOffsets(geometry, Planes, _offsets);
        _passes.Add(new ConvolutionPass(geometry.OutputHeight, geometry.OutputWidth, 0, 0, geometry.Terms, 0, 0));
        for (var group = 0; group < geometry.Options.Groups; group++)
        {
            PackForward(weight + ((nint)group * Rows * geometry.Terms), Weights(_passes[0], group, 0));
        }

        MostPositions = _passes[0].Positions(Planes.Pitch);
    }

    /// <summary>Plans dx from dy and w.</summary>
    public void PlanDataGradient(in ConvolutionGeometry geometry, float* weight, float* room)
    {
        Begin(geometry, geometry.GroupChannels, room);
        var (rows, columns) = (StridePhases.OfRows(geometry), StridePhases.OfColumns(geometry));
        var apart = columns.Last - columns.First + 1;
        var pitch = columns.MostResults > 0 ? FlatPlanes.SmallestPitch(
            geometry.OutputWidth, -columns.First, columns.Last - geometry.OutputWidth + 1, columns.MostResults, apart) : apart;
        var planes = new FlatPlanes(rows.Last - rows.First + 1, pitch, rows.First, columns.First, 1, 1, 1, 0);
        var length = planes.Rows * pitch;
        var (offsetsAt, weightsAt) = (0, 0);
        for (var rowPhase = 0; rowPhase < geometry.Options.Stride; rowPhase++)
        {
            for (var columnPhase = 0; columnPhase < geometry.Options.Stride; columnPhase++)
            {
                var taps = rows.TapsOf(rowPhase) * columns.TapsOf(columnPhase);
                var pass = new ConvolutionPass(
                    rows.ResultsOf(rowPhase), columns.ResultsOf(columnPhase),
                        rows.FirstPixelOf(rowPhase), columns.FirstPixelOf(columnPhase),
                    geometry.GroupOutputs * taps, offsetsAt, weightsAt);
                if (pass.Rows <= 0 || pass.Columns <= 0)
                {
                    continue;
                }

                _passes.Add(pass);
                offsetsAt += pass.Terms;
                weightsAt += checked(geometry.Options.Groups * Rows * pass.Terms);
                MostPositions = Math.Max(MostPositions, pass.Positions(pitch));
                length = Math.Max(length, pass.Positions(pitch)
                    + (rows.LargestOffset(rowPhase) * pitch) + columns.LargestOffset(columnPhase));
            }
        }

        Planes = planes with { Length = FlatPlanes.PaddedLength(length) };
        foreach (var pass in _passes)
        {
            FillGradientPass(pass, weight, rows, columns);
        }
    }

    /// <summary>Layout of the input for a forward pass and for a weight gradient.</summary>
    public static FlatPlanes InputPlanes(in ConvolutionGeometry geometry)
    {
        var options = geometry.Options;
        var (stride, before) = (options.Stride, options.PaddingBefore);
        var (rowReach, columnReach) = ((geometry.KernelHeight - 1) * options.Dilation, (geometry.KernelWidth - 1) * options.Dilation);
        var apart = geometry.OutputWidth + (columnReach / stride);
        var right = geometry.OutputWidth + columnReach - before - geometry.Width;
        var pitch = stride == 1 ? FlatPlanes.SmallestPitch(geometry.Width, before, right, geometry.OutputWidth, apart) : apart;
        var rows = geometry.OutputHeight + (rowReach / stride);
        var positions = new ConvolutionPass(geometry.OutputHeight, geometry.OutputWidth, 0, 0, 0, 0, 0).Positions(pitch);
        var length = Math.Max(rows * pitch, positions + (rowReach / stride * pitch) + (columnReach / stride));
        return new FlatPlanes(
            rows, pitch, -before, -before, stride,
                Phases(rowReach, stride, options.Dilation), Phases(columnReach, stride, options.Dilation), FlatPlanes.PaddedLength(length));
    }

    /// <summary>Offset of each term (input channel, kernel row, kernel column) in planes laid out by <see cref="InputPlanes"/>.</summary>
    public static void FillInputOffsets(in ConvolutionGeometry geometry, in FlatPlanes planes, int* offsets)
    {
        var (stride, dilation) = (geometry.Options.Stride, geometry.Options.Dilation);
        for (var channel = 0; channel < geometry.GroupChannels; channel++)
        {
            for (var row = 0; row < geometry.KernelHeight; row++)
            {
                for (var column = 0; column < geometry.KernelWidth; column++)
                {
                    var (down, right) = (row * dilation, column * dilation);
                    var phase = ((down % stride) * planes.ColumnPhases) + (right % stride);
                    *offsets++ = (channel * planes.PlaneStride)
                        + (phase * planes.Length) + (down / stride * planes.Pitch) + (right / stride);
                }
            }
        }
    }

    private static int Phases(int reach, int stride, int dilation) => reach == 0 || dilation % stride == 0 ? 1 : stride;

    private void Begin(in ConvolutionGeometry geometry, int rows, float* room)
    {
        _passes.Clear();
        _geometry = geometry;
        Rows = rows;
        MostPositions = 0;
        _offsets = (int*)room;
        _weights = room + geometry.Terms + (geometry.GroupOutputs * geometry.Taps) + 64;
    }

    private void PackForward(float* weight, float* packed)
    {
        var tiles = Tiles;
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            var (start, rows) = (tiles.Start(tile), tiles.RowsOf(tile));
            for (var term = 0; term < _geometry.Terms; term++)
            {
                for (var row = start; row < start + rows; row++)
                {
                    *packed++ = weight[((nint)row * _geometry.Terms) + term];
                }
            }
        }
    }

    private void FillGradientPass(in ConvolutionPass pass, float* weight, in StridePhases rows, in StridePhases columns)
    {
        var (rowPhase, columnPhase) = (rows.PhaseOfPixel(pass.FirstRow), columns.PhaseOfPixel(pass.FirstColumn));
        var offsets = Offsets(pass);
        for (var output = 0; output < _geometry.GroupOutputs; output++)
        {
            for (var row = 0; row < _geometry.KernelHeight; row++)
            {
                for (var column = 0; column < _geometry.KernelWidth; column++)
                {
                    if (rows.Reaches(row, rowPhase) && columns.Reaches(column, columnPhase))
                    {
                        *offsets++ = (output * Planes.Length)
                            + (rows.Offset(row, rowPhase) * Planes.Pitch) + columns.Offset(column, columnPhase);
                    }
                }
            }
        }

        for (var group = 0; group < _geometry.Options.Groups; group++)
        {
            PackGradient(weight + ((nint)group * _geometry.GroupOutputs * _geometry.Terms),
                Weights(pass, group, 0), rows, columns, rowPhase, columnPhase);
        }
    }

    private void PackGradient(float* weight, float* packed, in StridePhases rows, in StridePhases columns, int rowPhase, int columnPhase)
    {
        var tiles = Tiles;
        for (var tile = 0; tile < tiles.Count; tile++)
        {
            for (var term = 0; term < _geometry.GroupOutputs * _geometry.Taps; term++)
            {
                var (output, tap) = (term / _geometry.Taps, term % _geometry.Taps);
                if (!rows.Reaches(tap / _geometry.KernelWidth, rowPhase) || !columns.Reaches(tap % _geometry.KernelWidth, columnPhase))
                {
                    continue;
                }

                for (var row = tiles.Start(tile); row < tiles.Start(tile + 1); row++)
                {
                    *packed++ = weight[((nint)output * _geometry.Terms) + (row * _geometry.Taps) + tap];
                }
            }
        }
    }
}
