#pragma once
#include <hdf5.h>

// HDF5's constants are macros that first initialise the library and then read a variable (`H5OPEN …_g`), or
// casts. Swift imports neither, so each one that the wrapper needs has a getter here.

// "(H5OPEN H5T_NATIVE_…_g)" and "(H5OPEN H5T_…_g)": variables behind a comma expression.
static inline hid_t chdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_native_byte(void) { return H5T_NATIVE_UINT8; }
static inline hid_t chdf5_c_string(void) { return H5T_C_S1; }

// What is stored has a fixed width and byte order on every machine.
static inline hid_t chdf5_stored_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_stored_int64(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_stored_byte(void) { return H5T_STD_U8LE; }

// "((size_t)(-1))": a cast.
static inline size_t chdf5_variable_length(void) { return H5T_VARIABLE; }

// "(H5CHECK H5OPEN 0x…u)": a comma expression.
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_overwrite(void) { return H5F_ACC_TRUNC; }

// "(hid_t)0" and "(H5OPEN …)".
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_file_access_class(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_dataset_creation_class(void) { return H5P_DATASET_CREATE; }

// "(hid_t)0": a cast. All of a dataset, or the memory shape equal to the stored one.
static inline hid_t chdf5_everything(void) { return H5S_ALL; }

// "((haddr_t)(long)(-1))": a cast. The offset of a dataset that has no bytes in the file.
static inline haddr_t chdf5_undefined_offset(void) { return HADDR_UNDEF; }

// "(hid_t)0": a cast. The calling thread's error stack.
static inline hid_t chdf5_error_stack(void) { return H5E_DEFAULT; }

// Without this, the library prints every error to the standard error stream. A C function, since the null
// callback has a type that Swift would have to spell out.
static inline void chdf5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

// "H5Lget_info" and "H5L_info_t" are macros for the version that the library was built with. True for a plain
// name of an object in this file; false for soft and external links, which a hostile file may point anywhere.
static inline int chdf5_is_hard_link(hid_t group, const char *name) {
    H5L_info_t info;
    return H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}

// A new file in memory, or -1. The C library declares this one only to sources that define _GNU_SOURCE, which
// Swift's importer does not; 1 is MFD_CLOEXEC (memfd_create(2)).
extern int memfd_create(const char *name, unsigned int flags);
static inline int chdf5_memory_file(void) { return memfd_create("gallery", 1U); }
