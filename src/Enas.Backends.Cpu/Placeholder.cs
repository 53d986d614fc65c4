namespace Enas.Backends.Cpu;
